-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists signatures (
    document_id varchar not null,
    signature blob,
    outlet varchar,
    state varchar not null
);

comment on table signatures is
'How far each article is related to the others, and its MinHash signature.';
comment on column signatures.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column signatures.signature is
'96 values of 16 bits and a digest of all words, NULL where the body has none';
comment on column signatures.outlet is
'The article''s outlet or the host of its address, when it was signed';
comment on column signatures.state is
'new: still to be compared; related; outdated: its body has changed';
