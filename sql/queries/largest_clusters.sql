-- Articles that are near-copies of each other, the largest clusters first.
-- $size integer = 2: how many current articles a cluster has at least
-- $since date = null: first day of publication; with it, undated articles are left out
-- $top integer = 20: how many rows
with chosen as (
    select
        document_id,
        outlet_name,
        title,
        published_on
    from current_articles
    where cast($since as date) is null or published_on >= cast($since as date)
),

sizes as (
    select
        clusters.cluster_id,
        count(*) as article_count,
        count(distinct articles.outlet_name) as outlet_count,
        string_agg(distinct articles.outlet_name, ', ' order by articles.outlet_name) as outlets,
        count(distinct articles.title) as title_count,
        first(articles.title order by articles.published_on asc nulls last, articles.document_id asc)
            as first_title,
        min(articles.published_on) as first_published_on,
        round(min(clusters.similarity), 2) as least_similarity
    from clusters
    inner join chosen as articles on clusters.document_id = articles.document_id
    group by clusters.cluster_id
)

select *
from sizes
where article_count >= cast($size as integer)
order by article_count desc, cluster_id asc
limit cast($top as integer);
