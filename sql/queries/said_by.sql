-- What somebody said, with where it stands and how the speaker was told.
-- $speaker varchar = null: whom; case is ignored, % stands for any text
-- $since date = null: first day of publication; with it, undated articles are left out
-- $top integer = 50: how many rows
select
    published_on,
    outlet_name,
    person,
    speaker,
    joined_how,
    cue,
    text
from quotes_by_person
where
    person ilike coalesce(cast($speaker as varchar), '%')
    and (cast($since as date) is null or published_on >= cast($since as date))
order by published_on desc nulls last, outlet_name asc, person asc, document_id asc, ordinal asc
limit cast($top as integer);
