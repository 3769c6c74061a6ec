-- How many articles each news agency stands behind on each day, and in how many outlets.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
select
    published_on,
    agency,
    count(*) as article_count,
    count(distinct outlet_name) as outlet_count
from current_articles
where
    agency is not null
    and (cast($since as date) is null or published_on >= cast($since as date))
    and (cast($until as date) is null or published_on <= cast($until as date))
group by published_on, agency
order by published_on desc nulls last, article_count desc, agency asc;
