-- The longest articles, by words of the body.
-- $language varchar = null: one language only, such as en
-- $top integer = 20: how many rows
select
    word_count,
    language,
    outlet_name,
    published_on,
    title,
    uri,
    document_id
from current_articles
where language = coalesce(cast($language as varchar), language)
order by word_count desc, document_id asc
limit cast($top as integer);
