-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, shingle. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists shingles (
    document_id varchar not null,
    shingle integer not null,
    start integer not null
);

comment on table shingles is
'A quarter of the shingles of every article: passages are found by those that articles share.';
comment on column shingles.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column shingles.shingle is
'Hash of five words, or of ten characters of a script without spaces';
comment on column shingles.start is
'Its first character where it first stands, as an offset into the body';
