-- Headlines that ran in more than one outlet, the most widely shared first.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $top integer = 50: how many rows
select
    min(title) as title,
    count(distinct outlet_name) as outlet_count,
    string_agg(distinct outlet_name, ', ' order by outlet_name) as outlets,
    count(*) as article_count,
    min(published_on) as first_published_on
from current_articles
where
    title is not null
    and (cast($since as date) is null or published_on >= cast($since as date))
group by lower(title)
having count(distinct outlet_name) > 1
order by outlet_count desc, article_count desc, title asc
limit cast($top as integer);
