-- Every quote and citation stands in the body of its article at the offsets given.
-- severity: fail
-- Gathered by document first: so the bodies stream by, and what is kept in memory is what is looked for.
with marked as (
    select
        document_id,
        'quote' as what,
        ordinal,
        text,
        start,
        stop
    from quotes
    union all
    select
        document_id,
        'citation' as what,
        ordinal,
        text,
        start,
        stop
    from citations
),

gathered as (
    select
        document_id,
        list({ 'what': what, 'ordinal': ordinal, 'text': text, 'start': start, 'stop': stop }) as marks
    from marked
    group by document_id
),

placed as (
    select
        gathered.document_id,
        articles.body,
        -- the names of what is gathered become those of columns
        unnest(gathered.marks, recursive := true) -- noqa: AL03
    from gathered
    left join articles on gathered.document_id = articles.document_id
)

select
    document_id,
    'the ' || what || ' ' || ordinal || ' is not in the body at character ' || start as problem
from placed
where substring(body, start + 1, stop - start) is distinct from text;
