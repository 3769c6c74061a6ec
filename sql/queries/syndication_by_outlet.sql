-- How many articles of each outlet are near-copies of another outlet's, and of which outlets.
select
    articles.outlet_name,
    count(distinct articles.document_id) as article_count,
    count(distinct clusters.document_id) filter (others.document_id is not null) as copy_count,
    round(100.0 * copy_count / article_count, 1) as copy_percent,
    string_agg(distinct others.outlet_name, ', ' order by others.outlet_name) as shared_with
from current_articles as articles
left join clusters on articles.document_id = clusters.document_id
left join clusters as companions on clusters.cluster_id = companions.cluster_id
left join current_articles as others
    on companions.document_id = others.document_id and articles.outlet_name != others.outlet_name
group by articles.outlet_name
order by copy_count desc, articles.outlet_name asc;
