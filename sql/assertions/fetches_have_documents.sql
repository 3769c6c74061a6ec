-- Every document that an address gave is loaded or in quarantine.
-- severity: fail
select
    fetches.url,
    'gave the document ' || fetches.document_id || ', which is neither loaded nor in quarantine' as problem
from fetches
anti join documents on fetches.document_id = documents.document_id
anti join quarantine on fetches.document_id = quarantine.document_id
where fetches.document_id is not null;
