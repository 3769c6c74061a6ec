-- What share of each outlet's quotes comes from officials, experts, witnesses and sources without a name.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
with chosen as (
    select
        document_id,
        outlet_name
    from current_articles
    where
        outlet_name ilike coalesce(cast($outlet as varchar), '%')
        and (cast($since as date) is null or published_on >= cast($since as date))
        and (cast($until as date) is null or published_on <= cast($until as date))
),

said as (
    select
        chosen.outlet_name,
        coalesce(
            quotes.speaker_role,
            if(quotes.speaker_kind = 'document', 'document', 'not told')
        ) as speaker_role
    from quotes
    inner join chosen on quotes.document_id = chosen.document_id
    where quotes.kind in ('quote', 'interview')
)

select
    outlet_name,
    speaker_role,
    count(*) as quote_count,
    round(100.0 * count(*) / sum(count(*)) over (partition by outlet_name), 1) as percent
from said
group by outlet_name, speaker_role
order by outlet_name asc, quote_count desc, speaker_role asc;
