-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id, ordinal. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists quotes (
    document_id varchar not null,
    ordinal integer not null,
    text varchar not null,
    kind varchar not null,
    speaker varchar,
    speaker_as_written varchar,
    speaker_kind varchar,
    speaker_role varchar,
    surname_key varchar,
    given_key varchar,
    reason varchar,
    cue varchar,
    start integer not null,
    stop integer not null
);

comment on table quotes is
'Spans of a body in quotation marks and turns of interviews: what is said, and who says it.';
comment on column quotes.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column quotes.ordinal is
'Position among the document''s quotes, from 0';
comment on column quotes.text is
'What stands between the marks, as written';
comment on column quotes.kind is
'quote and interview report speech; scare, title and term do not';
comment on column quotes.speaker is
'Fullest name in the article, or the description of a source without a name';
comment on column quotes.speaker_as_written is
'What the sentence calls the speaker: a name, a pronoun, a role';
comment on column quotes.speaker_kind is
'person, group, unnamed or document';
comment on column quotes.speaker_role is
'official, expert, business, civic, media, witness, unnamed; NULL if no word beside the name tells';
comment on column quotes.surname_key is
'Surname of a person, the same for all transliterations';
comment on column quotes.given_key is
'Given name likewise, or its initial; NULL where the article tells none';
comment on column quotes.reason is
'Why no speaker can be told';
comment on column quotes.cue is
'Word that gives the span to its speaker';
comment on column quotes.start is
'First character, as an offset into the body';
comment on column quotes.stop is
'One past the last character';
