-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: url. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists fetches (
    url varchar not null,
    asked_url varchar not null,
    host varchar not null,
    kind varchar not null,
    source varchar not null,
    state varchar not null,
    found_at timestamptz not null,
    told varchar,
    reason varchar,
    detail varchar,
    robots_rule varchar,
    status integer,
    final_url varchar,
    document_id varchar,
    etag varchar,
    last_modified varchar,
    byte_count bigint,
    seconds double,
    attempts integer not null,
    asked_at timestamptz,
    fetched_at timestamptz,
    next_due_at timestamptz,
    run_id varchar
);

comment on table fetches is
'One row a web address that was asked for or named by a feed: what became of it, when it is due.';
comment on column fetches.url is
'Canonical spelling of the address';
comment on column fetches.asked_url is
'The address as it was first written';
comment on column fetches.host is
'Scheme, host and port; empty where it is no web address';
comment on column fetches.kind is
'What is expected there';
comment on column fetches.source is
'The feed, sitemap, front page or redirect that named it, or: asked';
comment on column fetches.state is
'What became of it; retry is due again, refused and failed are not';
comment on column fetches.found_at is
'When it was first asked for or named (UTC)';
comment on column fetches.told is
'What the feed or sitemap says of the article, as JSON';
comment on column fetches.reason is
'Short code of why there is no document, or no newer one';
comment on column fetches.detail is
'The reason in a sentence';
comment on column fetches.robots_rule is
'Line of robots.txt that decided, or why none did';
comment on column fetches.status is
'HTTP status of the last answer';
comment on column fetches.final_url is
'Where redirects led, in canonical spelling';
comment on column fetches.document_id is
'Document that it last gave';
comment on column fetches.etag is
'Validator of the last answer that brought a document';
comment on column fetches.last_modified is
'The other validator';
comment on column fetches.byte_count is
'Bytes of that answer, as sent';
comment on column fetches.seconds is
'Seconds that the last answer took';
comment on column fetches.attempts is
'Failures in a row';
comment on column fetches.asked_at is
'Last request (UTC)';
comment on column fetches.fetched_at is
'Last answer that brought the document or said it is unchanged (UTC)';
comment on column fetches.next_due_at is
'When it is asked again; NULL: only if a person or a feed says so (UTC)';
comment on column fetches.run_id is
'Run that last dealt with it';
