-- Who is quoted most, by outlet and day.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
-- $top integer = 20: how many rows
select
    published_on,
    outlet_name,
    person,
    mode(speaker_role order by speaker_role) as speaker_role,
    count(*) as quote_count,
    count(distinct document_id) as article_count
from quotes_by_person
where
    outlet_name ilike coalesce(cast($outlet as varchar), '%')
    and (cast($since as date) is null or published_on >= cast($since as date))
    and (cast($until as date) is null or published_on <= cast($until as date))
group by published_on, outlet_name, person_key, person
order by quote_count desc, published_on desc nulls last, outlet_name asc, person asc
limit cast($top as integer);
