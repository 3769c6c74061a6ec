-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: host. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists hosts (
    host varchar not null,
    robots_status integer,
    robots_text varchar,
    robots_at timestamptz,
    ready_at timestamptz,
    resting_until timestamptz,
    failure_count integer not null,
    rest_count integer not null,
    asked_on integer not null,
    asked_count integer not null
);

comment on table hosts is
'One row a host that was ever asked: its robots.txt, and when it may be asked again.';
comment on column hosts.host is
'Scheme, host and port';
comment on column hosts.robots_status is
'HTTP status of robots.txt; NULL: it could not be reached';
comment on column hosts.robots_text is
'robots.txt as it was last read';
comment on column hosts.robots_at is
'When that was; it is kept for 24 hours (UTC)';
comment on column hosts.ready_at is
'Not to be asked before (UTC)';
comment on column hosts.resting_until is
'Left alone until then, after failures in a row (UTC)';
comment on column hosts.failure_count is
'Failures in a row';
comment on column hosts.rest_count is
'Rests in a row';
comment on column hosts.asked_on is
'Day of the last request, in days since 1970';
comment on column hosts.asked_count is
'Requests on that day';
