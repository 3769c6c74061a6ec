-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, ordinal. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists comments (
    document_id varchar not null,
    ordinal integer not null,
    author varchar,
    text varchar not null,
    like_count integer
);

comment on table comments is
'Readers'' comments, told apart from the article and from each other.';
comment on column comments.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column comments.ordinal is
'Position among the document''s comments, from 0';
comment on column comments.author is
'Name of the commenter, as written';
comment on column comments.text is
'The comment; paragraphs joined by a blank line';
comment on column comments.like_count is
'Likes shown beside the comment';
