-- The spans of a document cover its text from the first character to the last, without gap or overlap.
-- severity: fail
with chained as (
    select
        document_id,
        start,
        stop,
        lag(stop, 1, 0) over (partition by document_id order by ordinal) as previous_stop
    from spans
),

ledgers as (
    select
        document_id,
        min(start) filter (where start != previous_stop) as broken_at,
        max(stop) as last_stop
    from chained
    group by document_id
)

select
    documents.document_id,
    coalesce(
        'gap or overlap before the span that starts at character ' || ledgers.broken_at,
        'the spans end at character ' || ledgers.last_stop || ', the text at ' || documents.char_count,
        'the document has no spans'
    ) as problem
from documents
left join ledgers on documents.document_id = ledgers.document_id
where
    ledgers.broken_at is not null
    or ledgers.last_stop is distinct from documents.char_count;
