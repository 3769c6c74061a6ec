-- Every article has its document, a sighting, spans and at least one paragraph.
-- severity: fail
with parts as (
    select
        document_id,
        document_id in (select documents.document_id from documents) as has_document,
        document_id in (select sightings.document_id from sightings) as has_sighting,
        document_id in (select spans.document_id from spans) as has_span,
        document_id in (select paragraphs.document_id from paragraphs) as has_paragraph
    from articles
)

select
    document_id,
    concat_ws(
        ', ',
        case when not has_document then 'no row in documents' end,
        case when not has_sighting then 'no row in sightings' end,
        case when not has_span then 'no row in spans' end,
        case when not has_paragraph then 'no row in paragraphs' end
    ) as problem
from parts
where not (has_document and has_sighting and has_span and has_paragraph);
