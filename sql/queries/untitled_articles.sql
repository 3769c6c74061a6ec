-- Articles without a headline, with the words they open on.
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
select
    outlet_name,
    published_on,
    left(split_part(body, chr(10), 1), 80) as opening,
    uri,
    document_id
from current_articles
where
    title is null
    and outlet_name ilike coalesce(cast($outlet as varchar), '%')
order by outlet_name asc, published_on desc nulls last, uri asc;
