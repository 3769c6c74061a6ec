-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists indexed_articles (
    document_id varchar not null,
    number bigint not null,
    index_name varchar not null,
    uri varchar,
    outlet_name varchar,
    published_on date
);

comment on table indexed_articles is
'Articles by their numbers in the index of words, which is a file, and what a search shows of them.';
comment on column indexed_articles.document_id is
'The article';
comment on column indexed_articles.number is
'Its number, given once and never again';
comment on column indexed_articles.index_name is
'File of the index that holds its words';
comment on column indexed_articles.uri is
'Address at which it stands, as in current_articles; NULL where it stands nowhere now';
comment on column indexed_articles.outlet_name is
'Its outlet, as in current_articles';
comment on column indexed_articles.published_on is
'Its day of publication';
