-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, ordinal. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists citations (
    document_id varchar not null,
    ordinal integer not null,
    outlet varchar not null,
    outlet_kind varchar,
    text varchar not null,
    cue varchar not null,
    start integer not null,
    stop integer not null
);

comment on table citations is
'Places of a body that lean on an outlet or news agency.';
comment on column citations.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column citations.ordinal is
'Position among the document''s citations, from 0';
comment on column citations.outlet is
'One name for all spellings (sql/outlet_aliases.csv), as written where no table knows it';
comment on column citations.outlet_kind is
'agency, broadcaster, magazine, newspaper or site';
comment on column citations.text is
'The outlet as written';
comment on column citations.cue is
'Word that makes a source of it; dateline where it signs the dispatch';
comment on column citations.start is
'First character, as an offset into the body';
comment on column citations.stop is
'One past the last character';
