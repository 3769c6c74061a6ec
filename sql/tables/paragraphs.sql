-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, ordinal. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists paragraphs (
    document_id varchar not null,
    ordinal integer not null,
    text varchar not null,
    start integer not null,
    stop integer not null
);

comment on table paragraphs is
'The body, one row a paragraph.';
comment on column paragraphs.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column paragraphs.ordinal is
'Position among the document''s paragraphs, from 0';
comment on column paragraphs.text is
'The paragraph, white space normalised';
comment on column paragraphs.start is
'First character, as an offset into the decoded text';
comment on column paragraphs.stop is
'One past the last character';
