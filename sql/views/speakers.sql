-- One row a person over all spellings of the name, with how they were joined and how surely.
create or replace view speakers as
select
    person_key,
    any_value(person) as person,
    mode(speaker_role order by speaker_role) as speaker_role,
    string_agg(distinct speaker, ' | ' order by speaker) as spellings,
    string_agg(distinct joined_how, ', ' order by joined_how) as joined_how,
    min(confidence) as confidence,
    count(*) as quote_count,
    count(distinct document_id) as article_count,
    count(distinct outlet_name) as outlet_count,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from quotes_by_person
group by person_key;
