-- One row an address: the document that stands there now, since when, and how many it has had.
create or replace view addresses as
select
    uri,
    nullif(regexp_extract(lower(uri), '^https?://(?:www\.)?([^/:?#]+)', 1), '') as host,
    first(document_id order by seen_at, document_id) as first_document_id,
    last(document_id order by seen_at, document_id) as document_id,
    min(seen_at) as first_seen_at,
    max(seen_at) as seen_at,
    count(distinct document_id) as version_count
from sightings
group by uri;
