-- What somebody said, with where it stands and how the speaker was told.
-- $speaker varchar = null: whom; part of the name in any spelling, case is ignored, % stands for any text
-- $since date = null: first day of publication; with it, undated articles are left out
-- $top integer = 50: how many rows
with told as (
    select
        *,
        bool_or(speaker ilike concat('%', cast($speaker as varchar), '%'))
            over (partition by person_key) as is_asked_for
    from quotes_by_person
)

select
    published_on,
    outlet_name,
    person,
    speaker,
    joined_how,
    cue,
    text
from told
where
    is_asked_for
    and (cast($since as date) is null or published_on >= cast($since as date))
order by published_on desc nulls last, outlet_name asc, person asc, document_id asc, ordinal asc
limit cast($top as integer);
