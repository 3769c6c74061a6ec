-- Which outlet cites which: source, target and weight in articles, ready for a graph tool.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
select
    source,
    target,
    count(distinct document_id) as weight
from outlet_citations
where
    lower(source) != lower(target)
    and source ilike coalesce(cast($outlet as varchar), '%')
    and (cast($since as date) is null or published_on >= cast($since as date))
    and (cast($until as date) is null or published_on <= cast($until as date))
group by source, target
order by weight desc, source asc, target asc;
