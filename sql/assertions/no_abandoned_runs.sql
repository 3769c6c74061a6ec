-- No run of the last day was abandoned.
-- severity: warn
select
    run_id,
    'abandoned; it began at ' || started_at as problem
from runs
where
    state = 'abandoned'
    and coalesce(finished_at, started_at) > now() - interval 1 day;
