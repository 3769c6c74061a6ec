-- Every sighting, span, paragraph, comment, quote and citation belongs to a document.
-- severity: fail
with rows_of_documents as (
    select
        document_id,
        'sightings' as table_name
    from sightings
    union
    select
        document_id,
        'spans' as table_name
    from spans
    union
    select
        document_id,
        'paragraphs' as table_name
    from paragraphs
    union
    select
        document_id,
        'comments' as table_name
    from comments
    union
    select
        document_id,
        'quotes' as table_name
    from quotes
    union
    select
        document_id,
        'citations' as table_name
    from citations
)

select
    rows_of_documents.document_id,
    'rows in ' || rows_of_documents.table_name || ' without a row in documents' as problem
from rows_of_documents
anti join documents on rows_of_documents.document_id = documents.document_id;
