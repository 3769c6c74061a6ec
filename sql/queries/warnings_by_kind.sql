-- Warnings that articles carry into the tables, by kind, with one article as a sample.
with warnings as (
    select
        document_id,
        uri,
        unnest(list_distinct(flags)) as flag
    from current_articles
)

select
    warnings.flag,
    count(*) as article_count,
    round(100.0 * count(*) / (select count(*) from current_articles), 1) as article_percent,
    first(warnings.uri order by warnings.uri asc) as sample_uri,
    first(warnings.document_id order by warnings.uri asc) as sample_document_id
from warnings
group by warnings.flag
order by article_count desc, warnings.flag asc;
