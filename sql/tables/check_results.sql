-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: run_id, assertion. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists check_results (
    run_id varchar not null,
    assertion varchar not null,
    severity varchar not null,
    violation_count bigint not null,
    checked_at timestamptz not null
);

comment on table check_results is
'What each SQL assertion found at the end of a run.';
comment on column check_results.run_id is
'Run that was audited';
comment on column check_results.assertion is
'Name of the file in sql/assertions';
comment on column check_results.severity is
'fail stops a release, warn is for the reader';
comment on column check_results.violation_count is
'Rows the assertion returned';
comment on column check_results.checked_at is
'When (UTC)';
