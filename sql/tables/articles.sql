-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists articles (
    document_id varchar not null,
    title varchar,
    title_source varchar,
    deck varchar,
    body varchar not null,
    published_on date,
    published_evidence varchar,
    dateline_place varchar,
    agency varchar,
    outlet varchar,
    authors varchar[] not null,
    copyright_holder varchar,
    copyright_year integer,
    language varchar not null,
    word_count bigint not null,
    flags varchar[] not null,
    rules_version integer not null
);

comment on table articles is
'One clean article a document.';
comment on column articles.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column articles.title is
'Headline, NULL where the text has none';
comment on column articles.title_source is
'Where the title was found: text, record, json-ld, a meta tag, a heading';
comment on column articles.deck is
'Standfirst under the headline';
comment on column articles.body is
'Paragraphs of the article, joined by a blank line';
comment on column articles.published_on is
'Day of publication, NULL unless a full date was found';
comment on column articles.published_evidence is
'Where the date was found, or why a trace of one is not enough';
comment on column articles.dateline_place is
'Place named in the dateline, as written';
comment on column articles.agency is
'News agency named in the dateline';
comment on column articles.outlet is
'Outlet, as the record or the page names it, or as the table of outlets has that';
comment on column articles.authors is
'Names in the byline, empty where there is none';
comment on column articles.copyright_holder is
'Holder named in the copyright line';
comment on column articles.copyright_year is
'Year in the copyright line';
comment on column articles.language is
'ISO 639-1 code of the body''s language, or und';
comment on column articles.word_count is
'Words of the body; in scripts without spaces, characters';
comment on column articles.flags is
'Warnings that did not stop the article from loading';
comment on column articles.rules_version is
'Version of the cleaning rules';
