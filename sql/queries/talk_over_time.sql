-- How much somebody is quoted, day by day.
-- $speaker varchar = null: whom; part of the name in any spelling, case is ignored, % stands for any text
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
with told as (
    select
        *,
        bool_or(speaker ilike concat('%', cast($speaker as varchar), '%'))
            over (partition by person_key) as is_asked_for
    from quotes_by_person
)

select
    published_on,
    person,
    count(*) as quote_count,
    count(distinct document_id) as article_count,
    count(distinct outlet_name) as outlet_count
from told
where
    is_asked_for
    and (cast($since as date) is null or published_on >= cast($since as date))
    and (cast($until as date) is null or published_on <= cast($until as date))
group by published_on, person_key, person
order by published_on asc nulls last, quote_count desc, person asc;
