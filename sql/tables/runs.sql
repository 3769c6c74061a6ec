-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: run_id. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists runs (
    run_id varchar not null,
    kind varchar not null,
    state varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    seconds double,
    in_count bigint not null,
    loaded_count bigint not null,
    known_count bigint not null,
    quarantined_count bigint not null,
    rules_version integer not null,
    copydesk_version varchar not null,
    pid integer not null,
    error varchar
);

comment on table runs is
'One row a run: in = loaded + known + quarantined, always.';
comment on column runs.run_id is
'Sortable name of the run: UTC time and a few random digits';
comment on column runs.kind is
'What was asked for';
comment on column runs.state is
'How it stands; abandoned: the process was gone before the end';
comment on column runs.started_at is
'When it began (UTC)';
comment on column runs.finished_at is
'When it ended (UTC)';
comment on column runs.seconds is
'Wall-clock seconds';
comment on column runs.in_count is
'Documents that came in';
comment on column runs.loaded_count is
'Documents loaded (in a rebuild: replaced by a different result)';
comment on column runs.known_count is
'Documents already known (in a rebuild: unchanged)';
comment on column runs.quarantined_count is
'Documents quarantined';
comment on column runs.rules_version is
'Version of the cleaning rules';
comment on column runs.copydesk_version is
'Version of the program';
comment on column runs.pid is
'Process that ran it';
comment on column runs.error is
'The sentence it failed with';
