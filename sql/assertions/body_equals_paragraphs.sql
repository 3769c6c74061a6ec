-- The body of an article is its paragraphs, joined by a blank line.
-- severity: fail
-- Compared by digests of the paragraphs: joining the texts again would need memory for all of them.
with parts as (
    select
        document_id,
        string_split(body, chr(10) || chr(10)) as texts
    from articles
),

written as (
    select
        document_id,
        unnest(texts) as text,
        cast(generate_subscripts(texts, 1) - 1 as integer) as ordinal
    from parts
),

written_digests as (
    select
        document_id,
        count(*) as paragraph_count,
        bit_xor(hash(concat(ordinal, ':', text))) as digest
    from written
    group by document_id
),

kept_digests as (
    select
        document_id,
        count(*) as paragraph_count,
        bit_xor(hash(concat(ordinal, ':', text))) as digest
    from paragraphs
    group by document_id
)

select
    written_digests.document_id,
    'the body is not its paragraphs joined by a blank line' as problem
from written_digests
left join kept_digests on written_digests.document_id = kept_digests.document_id
where
    written_digests.digest is distinct from kept_digests.digest
    or written_digests.paragraph_count is distinct from kept_digests.paragraph_count;
