-- The people in the bylines, by how much they wrote.
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
-- $top integer = 20: how many rows
with bylines as (
    select
        outlet_name,
        word_count,
        unnest(list_distinct(authors)) as author
    from current_articles
    where outlet_name ilike coalesce(cast($outlet as varchar), '%')
)

select
    author,
    count(*) as article_count,
    cast(sum(word_count) as bigint) as word_count,
    string_agg(distinct outlet_name, ', ' order by outlet_name) as outlets
from bylines
group by author
order by article_count desc, word_count desc, author asc
limit cast($top as integer);
