-- The people who are quoted, with role, outlets and spellings, and how surely these are one person.
-- $speaker varchar = null: whom; case is ignored, % stands for any text
-- $top integer = 50: how many rows
with outlets as (
    select
        person_key,
        string_agg(distinct outlet_name, ', ' order by outlet_name) as outlets
    from quotes_by_person
    where person ilike coalesce(cast($speaker as varchar), '%')
    group by person_key
)

select
    speakers.person,
    speakers.speaker_role,
    speakers.spellings,
    speakers.joined_how,
    speakers.confidence,
    speakers.quote_count,
    speakers.article_count,
    outlets.outlets,
    speakers.first_published_on,
    speakers.last_published_on
from speakers
inner join outlets on speakers.person_key = outlets.person_key
order by speakers.quote_count desc, speakers.person asc
limit cast($top as integer);
