-- The body of an article is its paragraphs, joined by a blank line.
-- severity: fail
with joined as (
    select
        document_id,
        -- twice as fast as an ordered string_agg, which builds the same text
        array_to_string(list(text order by ordinal), chr(10) || chr(10)) as body
    from paragraphs
    group by document_id
)

select
    articles.document_id,
    'the body is not its paragraphs joined by a blank line' as problem
from articles
left join joined on articles.document_id = joined.document_id
where articles.body is distinct from joined.body;
