-- The places that news is filed from, by the datelines of its articles.
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
select
    dateline_place,
    count(*) as article_count,
    count(distinct outlet_name) as outlet_count,
    max(published_on) as last_published_on
from current_articles
where
    dateline_place is not null
    and outlet_name ilike coalesce(cast($outlet as varchar), '%')
group by dateline_place
order by article_count desc, dateline_place asc;
