-- One row a span that was taken out of an article, with the address it came from.
create or replace view removed_text as
with origins as (
    select
        document_id,
        first(uri order by seen_at, uri) as uri
    from sightings
    group by document_id
)

select
    spans.document_id,
    origins.uri,
    spans.ordinal,
    spans.start,
    spans.stop,
    spans.role,
    spans.rule,
    spans.stop - spans.start as char_count
from spans
left join origins on spans.document_id = origins.document_id
where spans.role not in ('title', 'deck', 'body', 'subheading', 'space');
