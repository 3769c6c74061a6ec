-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, ordinal. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists spans (
    document_id varchar not null,
    ordinal integer not null,
    start integer not null,
    stop integer not null,
    role varchar not null,
    rule varchar not null,
    score double
);

comment on table spans is
'The ledger of characters: every character of a decoded text lies in exactly one span.';
comment on column spans.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column spans.ordinal is
'Position among the document''s spans, from 0';
comment on column spans.start is
'First character, as an offset into the decoded text';
comment on column spans.stop is
'One past the last character';
comment on column spans.role is
'What the characters are';
comment on column spans.rule is
'Rule that gave the role; html-N and text-N are versions of the labeller';
comment on column spans.score is
'Likelihood of body that the labeller gave, where it decided';
