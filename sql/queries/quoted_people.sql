-- The people who are quoted, with role, outlets and spellings, and how surely these are one person.
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
    any_value(person) as person,
    mode(speaker_role order by speaker_role) as speaker_role,
    string_agg(distinct speaker, ' | ' order by speaker) as spellings,
    string_agg(distinct joined_how, ', ' order by joined_how) as joined_how,
    min(confidence) as confidence,
    count(*) as quote_count,
    count(distinct document_id) as article_count,
    string_agg(distinct outlet_name, ', ' order by outlet_name) as outlets,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from told
where
    is_asked_for
    and (cast($since as date) is null or published_on >= cast($since as date))
group by person_key
order by quote_count desc, person asc
limit cast($top as integer);
