-- Which outlet had passages first that which other outlet had later: an edge list for a graph tool.
-- $since date = null: first day of the later publication; with it, undated articles are left out
-- $weight integer = 1: how many passages an edge has at least
select
    source_outlet as source,
    target_outlet as target,
    count(*) as weight,
    count(distinct target_document_id) as article_count,
    round(avg(similarity), 3) as mean_similarity
from reuse
where
    order_evidence is not null
    and source_outlet != target_outlet
    and (cast($since as date) is null or target_published_on >= cast($since as date))
group by source_outlet, target_outlet
having count(*) >= cast($weight as integer)
order by weight desc, source asc, target asc;
