-- How many articles each outlet published on each day.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
select
    published_on,
    outlet_name,
    count(*) as article_count,
    cast(sum(word_count) as bigint) as word_count
from current_articles
where
    (cast($since as date) is null or published_on >= cast($since as date))
    and (cast($until as date) is null or published_on <= cast($until as date))
    and outlet_name ilike coalesce(cast($outlet as varchar), '%')
group by published_on, outlet_name
order by published_on desc nulls last, article_count desc, outlet_name asc;
