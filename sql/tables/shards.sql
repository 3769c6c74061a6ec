-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: shard_id, run_id. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists shards (
    shard_id varchar not null,
    run_id varchar not null,
    in_count bigint not null,
    loaded_count bigint not null,
    known_count bigint not null,
    quarantined_count bigint not null,
    byte_count bigint not null,
    clean_seconds double not null,
    loaded_at timestamptz not null
);

comment on table shards is
'One row a shard that was loaded: written in the same transaction as its documents.';
comment on column shards.shard_id is
'Landed shard';
comment on column shards.run_id is
'Run that loaded it';
comment on column shards.in_count is
'Documents in the shard';
comment on column shards.loaded_count is
'Documents loaded from it';
comment on column shards.known_count is
'Documents already known';
comment on column shards.quarantined_count is
'Documents quarantined';
comment on column shards.byte_count is
'Raw bytes in the shard';
comment on column shards.clean_seconds is
'Seconds spent cleaning it';
comment on column shards.loaded_at is
'When its transaction began (UTC)';
