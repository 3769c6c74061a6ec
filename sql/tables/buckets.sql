-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, bucket. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists buckets (
    document_id varchar not null,
    bucket integer not null
);

comment on table buckets is
'Bands of signatures, hashed: near-copies share a bucket.';
comment on column buckets.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column buckets.bucket is
'Hash of a band and its place';
