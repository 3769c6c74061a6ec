-- The readers who comment most, and how they are liked.
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
-- $top integer = 20: how many rows
with wanted as (
    select document_id
    from current_articles
    where outlet_name ilike coalesce(cast($outlet as varchar), '%')
)

select
    author,
    count(*) as comment_count,
    count(distinct document_id) as article_count,
    cast(coalesce(sum(like_count), 0) as bigint) as like_count
from comments
where
    author is not null
    and document_id in (select wanted.document_id from wanted)
group by author
order by comment_count desc, like_count desc, author asc
limit cast($top as integer);
