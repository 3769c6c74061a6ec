-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, uri, seen_at. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists sightings (
    document_id varchar not null,
    uri varchar not null,
    seen_at timestamptz not null,
    run_id varchar not null
);

comment on table sightings is
'Which document stood at which address since when; the newest row of an address is its current version.';
comment on column sightings.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column sightings.uri is
'Path, path#line or URL where the document was found';
comment on column sightings.seen_at is
'When it was found or captured there (UTC)';
comment on column sightings.run_id is
'Run that found it';
