-- Articles, paragraphs and words in each language.
with lengths as (
    select
        document_id,
        count(*) as paragraph_count
    from paragraphs
    group by document_id
)

select
    current_articles.language,
    count(*) as article_count,
    cast(coalesce(sum(lengths.paragraph_count), 0) as bigint) as paragraph_count,
    cast(sum(current_articles.word_count) as bigint) as word_count,
    count(distinct current_articles.outlet_name) as outlet_count
from current_articles
left join lengths on current_articles.document_id = lengths.document_id
group by current_articles.language
order by article_count desc, current_articles.language asc;
