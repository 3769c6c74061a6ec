-- How much somebody is quoted, day by day.
-- $speaker varchar = null: whom; case is ignored, % stands for any text
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
select
    published_on,
    person,
    count(*) as quote_count,
    count(distinct document_id) as article_count,
    count(distinct outlet_name) as outlet_count
from quotes_by_person
where
    person ilike coalesce(cast($speaker as varchar), '%')
    and (cast($since as date) is null or published_on >= cast($since as date))
    and (cast($until as date) is null or published_on <= cast($until as date))
group by published_on, person_key, person
order by published_on asc nulls last, quote_count desc, person asc;
