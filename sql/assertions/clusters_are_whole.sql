-- A cluster bears the smallest id of its articles, which are two or more, and all that have the same words.
-- severity: fail
with members as (
    select
        cluster_id,
        min(document_id) as first_document_id,
        count(*) as member_count
    from clusters
    group by cluster_id
),

alike as (
    select
        min(signatures.document_id) as document_id,
        count(*) as article_count,
        count(clusters.document_id) as member_count,
        count(distinct clusters.cluster_id) as cluster_count
    from signatures
    left join clusters on signatures.document_id = clusters.document_id
    where signatures.state = 'related' and signatures.signature is not null
    group by signatures.signature
    having count(*) > 1
)

select
    cluster_id as document_id,
    'a cluster of ' || member_count || ' whose smallest id is ' || first_document_id as problem
from members
where member_count < 2 or first_document_id != cluster_id
union all
select
    document_id,
    article_count || ' articles with the same words, of which ' || member_count || ' are in '
    || cluster_count || ' clusters' as problem
from alike
where member_count != article_count or cluster_count != 1
union all
select
    clusters.document_id,
    'in a cluster, yet no article' as problem
from clusters
anti join articles on clusters.document_id = articles.document_id;
