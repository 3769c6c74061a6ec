-- Who is quoted next to whom: pairs of people in the same article.
-- $speaker varchar = null: whom; part of the name in any spelling, case is ignored, % stands for any text
-- $since date = null: first day of publication; with it, undated articles are left out
-- $top integer = 20: how many rows
with told as (
    select
        *,
        bool_or(speaker ilike concat('%', cast($speaker as varchar), '%'))
            over (partition by person_key) as is_asked_for
    from quotes_by_person
),

appearances as (
    select
        document_id,
        person_key,
        any_value(person) as person,
        any_value(is_asked_for) as is_asked_for,
        any_value(outlet_name) as outlet_name
    from told
    where cast($since as date) is null or published_on >= cast($since as date)
    group by document_id, person_key
)

select
    one.person,
    other.person as other_person,
    count(*) as article_count,
    count(distinct one.outlet_name) as outlet_count
from appearances as one
inner join appearances as other on one.document_id = other.document_id and one.person_key < other.person_key
where one.is_asked_for or other.is_asked_for
group by one.person_key, one.person, other.person_key, other.person
order by article_count desc, outlet_count desc, one.person asc, other.person asc
limit cast($top as integer);
