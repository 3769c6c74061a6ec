-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists documents (
    document_id varchar not null,
    media_type varchar not null,
    encoding varchar not null,
    byte_count bigint not null,
    char_count bigint not null,
    shard_id varchar not null,
    first_seen_at timestamptz not null
);

comment on table documents is
'One row for each distinct input, by the hash of its bytes.';
comment on column documents.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column documents.media_type is
'How the bytes were read';
comment on column documents.encoding is
'Character encoding the bytes were decoded with';
comment on column documents.byte_count is
'Size of the raw document in bytes';
comment on column documents.char_count is
'Length of the decoded text in characters';
comment on column documents.shard_id is
'Landed shard that keeps the raw bytes';
comment on column documents.first_seen_at is
'When the document first came in (UTC)';
