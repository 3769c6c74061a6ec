-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: quarantine_id. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists quarantine (
    quarantine_id varchar not null,
    document_id varchar,
    uri varchar not null,
    stage varchar not null,
    reason varchar not null,
    detail varchar not null,
    cure varchar not null,
    status varchar not null,
    shard_id varchar,
    run_id varchar not null,
    quarantined_at timestamptz not null,
    closed_by varchar,
    closed_at timestamptz
);

comment on table quarantine is
'What did not pass, why, and what can be done about it. Rows are never deleted, only closed.';
comment on column quarantine.quarantine_id is
'Short name for the command line';
comment on column quarantine.document_id is
'The document, NULL where no bytes could be read';
comment on column quarantine.uri is
'Path, path#line or URL it came from';
comment on column quarantine.stage is
'Where it failed';
comment on column quarantine.reason is
'Short code of the cause';
comment on column quarantine.detail is
'What is wrong with this document, in a sentence';
comment on column quarantine.cure is
'What a person can do about it, in a sentence';
comment on column quarantine.status is
'open; resolved: a later attempt loaded it; waived: a person loaded it';
comment on column quarantine.shard_id is
'Landed shard that keeps the raw bytes, NULL where none could be read';
comment on column quarantine.run_id is
'Run that quarantined it';
comment on column quarantine.quarantined_at is
'When (UTC)';
comment on column quarantine.closed_by is
'Who waived it, or the run that resolved it';
comment on column quarantine.closed_at is
'When it was waived or resolved (UTC)';
