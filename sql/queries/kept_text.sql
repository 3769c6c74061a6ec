-- How much of each document's text is article, the least first.
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
-- $top integer = 50: how many rows
with lengths as (
    select
        document_id,
        cast(coalesce(sum(stop - start) filter (where role in ('body', 'subheading')), 0) as bigint)
            as kept_char_count,
        cast(sum(stop - start) as bigint) as char_count
    from spans
    group by document_id
),

wanted as (
    select
        outlet_name,
        title,
        uri,
        document_id
    from current_articles
    where outlet_name ilike coalesce(cast($outlet as varchar), '%')
)

select
    round(100.0 * lengths.kept_char_count / lengths.char_count, 1) as kept_percent,
    lengths.kept_char_count,
    lengths.char_count,
    wanted.outlet_name,
    wanted.title,
    wanted.uri,
    wanted.document_id
from wanted
inner join lengths on wanted.document_id = lengths.document_id
order by kept_percent asc, wanted.document_id asc
limit cast($top as integer);
