-- One row a citation in a current article, datelines of agencies among them, with the outlet that cites.
create or replace view outlet_citations as
select
    citations.document_id,
    current_articles.outlet_name as source,
    citations.outlet as target,
    citations.outlet_kind as target_kind,
    citations.cue,
    current_articles.published_on
from citations
inner join current_articles on citations.document_id = current_articles.document_id
union all
select
    document_id,
    outlet_name as source,
    agency as target,
    'agency' as target_kind,
    'dateline' as cue,
    published_on
from current_articles
where agency is not null;
