-- How much of each outlet leans on news agencies, and on which most.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
with chosen as (
    select
        document_id,
        outlet_name
    from current_articles
    where
        (cast($since as date) is null or published_on >= cast($since as date))
        and (cast($until as date) is null or published_on <= cast($until as date))
),

leaning as (
    select
        chosen.document_id,
        chosen.outlet_name,
        outlet_citations.target
    from outlet_citations
    inner join chosen on outlet_citations.document_id = chosen.document_id
    where
        outlet_citations.target_kind = 'agency'
        and lower(outlet_citations.source) != lower(outlet_citations.target)
    group by chosen.document_id, chosen.outlet_name, outlet_citations.target
),

agencies as (
    select
        outlet_name,
        count(distinct document_id) as agency_article_count,
        mode(target order by target) as top_agency
    from leaning
    group by outlet_name
)

select
    chosen.outlet_name,
    count(*) as article_count,
    coalesce(any_value(agencies.agency_article_count), 0) as agency_article_count,
    round(100.0 * coalesce(any_value(agencies.agency_article_count), 0) / count(*), 1) as agency_percent,
    any_value(agencies.top_agency) as top_agency
from chosen
left join agencies on chosen.outlet_name = agencies.outlet_name
group by chosen.outlet_name
order by agency_percent desc, agency_article_count desc, chosen.outlet_name asc;
