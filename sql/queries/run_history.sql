-- The runs, newest first, with their counts and the checks of severity fail that fired.
-- $kind varchar = null: one kind only, such as ingest
-- $top integer = 20: how many rows
with failures as (
    select
        run_id,
        count(*) as failed_check_count
    from check_results
    where severity = 'fail' and violation_count > 0
    group by run_id
),

wanted as (
    select
        run_id,
        kind,
        state,
        started_at,
        seconds,
        in_count,
        loaded_count,
        known_count,
        quarantined_count,
        error
    from runs
    where kind = coalesce(cast($kind as varchar), kind)
)

select
    wanted.run_id,
    wanted.kind,
    wanted.state,
    wanted.started_at,
    wanted.seconds,
    wanted.in_count,
    wanted.loaded_count,
    wanted.known_count,
    wanted.quarantined_count,
    coalesce(failures.failed_check_count, 0) as failed_check_count,
    wanted.error
from wanted
left join failures on wanted.run_id = failures.run_id
order by wanted.started_at desc, wanted.run_id desc
limit cast($top as integer);
