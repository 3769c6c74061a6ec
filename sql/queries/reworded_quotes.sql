-- The same quote of a person in two outlets with different wording, the most alike first.
-- $speaker varchar = null: whom; part of the name in any spelling, case is ignored, % stands for any text
-- $since date = null: first day of the later publication; with it, pairs without a day are left out
-- $top integer = 20: how many rows
with told as (
    select
        *,
        bool_or(speaker ilike concat('%', cast($speaker as varchar), '%'))
            over (partition by person_key) as is_asked_for
    from quotes_by_person
),

said as (
    select
        document_id,
        ordinal,
        person_key,
        person,
        outlet_name,
        published_on,
        text,
        list_distinct(regexp_extract_all(lower(text), '[\p{L}\p{N}]+')) as words
    from told
    where is_asked_for
),

by_word as (
    select
        document_id,
        ordinal,
        person_key,
        outlet_name,
        unnest(words) as word
    from said
    where len(words) >= 5
),

-- a word that somebody uses in many quotes brings no two of them together
few as (
    select
        person_key,
        word
    from by_word
    group by person_key, word
    having count(*) between 2 and 20
),

rare as (
    select
        by_word.document_id,
        by_word.ordinal,
        by_word.person_key,
        by_word.outlet_name,
        by_word.word
    from by_word
    inner join few on by_word.person_key = few.person_key and by_word.word = few.word
),

pairs as (
    select distinct
        one.document_id,
        one.ordinal,
        other.document_id as other_document_id,
        other.ordinal as other_ordinal
    from rare as one
    inner join rare as other
        on one.person_key = other.person_key and one.word = other.word and one.outlet_name < other.outlet_name
),

compared as (
    select
        one.person,
        one.outlet_name,
        other.outlet_name as other_outlet_name,
        one.published_on,
        other.published_on as other_published_on,
        one.text,
        other.text as other_text,
        len(list_intersect(one.words, other.words)) as shared_count,
        len(one.words) + len(other.words) - shared_count as word_count,
        one.words != other.words as differs
    from pairs
    inner join said as one on pairs.document_id = one.document_id and pairs.ordinal = one.ordinal
    inner join said as other
        on pairs.other_document_id = other.document_id and pairs.other_ordinal = other.ordinal
)

select
    person,
    round(shared_count / word_count, 2) as likeness,
    outlet_name,
    other_outlet_name,
    published_on,
    other_published_on,
    text,
    other_text
from compared
where
    differs
    and shared_count / word_count >= 0.4
    and (cast($since as date) is null or greatest(published_on, other_published_on) >= cast($since as date))
order by likeness desc, person asc, outlet_name asc, other_outlet_name asc, text asc, other_text asc
limit cast($top as integer);
