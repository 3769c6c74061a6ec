-- In every completed run and every loaded shard, in = loaded + known + quarantined.
-- severity: fail
with ledger as (
    select
        run_id,
        'run ' || run_id as entry,
        in_count,
        loaded_count + known_count + quarantined_count as out_count
    from runs
    where state in ('completed', 'completed_with_rejects')
    union all
    select
        run_id,
        'shard ' || shard_id as entry,
        in_count,
        loaded_count + known_count + quarantined_count as out_count
    from shards
)

select
    run_id,
    entry || ' took in ' || in_count || ' documents and accounts for ' || out_count as problem
from ledger
where in_count != out_count;
