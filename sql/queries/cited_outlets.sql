-- Which outlets and agencies are leaned on, in how many articles of how many others.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
-- $top integer = 50: how many rows
select
    target as outlet,
    any_value(target_kind order by target_kind) as outlet_kind,
    count(distinct document_id) as article_count,
    count(distinct source) as citing_outlet_count,
    string_agg(distinct cue, ', ' order by cue) as cues,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from outlet_citations
where
    (cast($since as date) is null or published_on >= cast($since as date))
    and (cast($until as date) is null or published_on <= cast($until as date))
group by target
order by article_count desc, outlet asc
limit cast($top as integer);
