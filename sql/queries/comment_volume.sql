-- The articles that readers commented on most, with the likes the comments got.
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
-- $top integer = 20: how many rows
with volumes as (
    select
        document_id,
        count(*) as comment_count,
        count(distinct author) as commenter_count,
        cast(coalesce(sum(like_count), 0) as bigint) as like_count
    from comments
    group by document_id
),

wanted as (
    select
        outlet_name,
        published_on,
        title,
        uri,
        document_id
    from current_articles
    where outlet_name ilike coalesce(cast($outlet as varchar), '%')
)

select
    volumes.comment_count,
    volumes.commenter_count,
    volumes.like_count,
    wanted.outlet_name,
    wanted.published_on,
    wanted.title,
    wanted.uri,
    wanted.document_id
from volumes
inner join wanted on volumes.document_id = wanted.document_id
order by volumes.comment_count desc, volumes.like_count desc, wanted.document_id asc
limit cast($top as integer);
