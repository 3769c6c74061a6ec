-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, other_document_id, start. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists passages (
    document_id varchar not null,
    other_document_id varchar not null,
    text varchar not null,
    other_text varchar not null,
    start integer not null,
    stop integer not null,
    other_start integer not null,
    other_stop integer not null,
    similarity double not null
);

comment on table passages is
'Passages that two otherwise different articles share, each pair once, the smaller document_id first.';
comment on column passages.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column passages.other_document_id is
'The document_id of the other article';
comment on column passages.text is
'The passage as it stands in the body of document_id';
comment on column passages.other_text is
'The passage as it stands in the body of other_document_id';
comment on column passages.start is
'First character of text, as an offset into the body';
comment on column passages.stop is
'One past the last character of text';
comment on column passages.other_start is
'First character of other_text, as an offset into the other body';
comment on column passages.other_stop is
'One past the last character of other_text';
comment on column passages.similarity is
'Words that are the same, in order, as a share of both sides';
