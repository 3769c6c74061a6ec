-- One row an article that stands at an address today, older versions left out.
create or replace view current_articles as
with standing as (
    select
        document_id,
        first(uri order by seen_at asc, uri asc) as uri,
        min(seen_at) as seen_at
    from addresses
    group by document_id
)

select
    -- a star, so that a column the contract of articles gains shows here by itself
    articles.*, -- noqa: AM04
    standing.uri,
    standing.seen_at,
    coalesce(
        articles.outlet,
        articles.agency,
        articles.copyright_holder,
        -- the host; of all addresses, asked for or not, it would take half the time of this view
        nullif(regexp_extract(lower(standing.uri), '^https?://(?:www\.)?([^/:?#]+)', 1), ''),
        'unknown'
    ) as outlet_name
from articles
inner join standing on articles.document_id = standing.document_id;
