-- Articles without a day of publication, and why.
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
select
    coalesce(published_evidence, 'no trace of a date') as reason,
    outlet_name,
    title,
    uri,
    document_id
from current_articles
where
    published_on is null
    and outlet_name ilike coalesce(cast($outlet as varchar), '%')
order by reason asc, outlet_name asc, uri asc;
