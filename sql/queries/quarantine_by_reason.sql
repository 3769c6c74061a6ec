-- What waits in quarantine, by reason, with the oldest case as a sample and its cure.
-- $stage varchar = null: one stage only, such as check
select
    reason,
    stage,
    count(*) as quarantined_count,
    first(uri order by quarantined_at asc, quarantine_id asc) as sample_uri,
    first(detail order by quarantined_at asc, quarantine_id asc) as sample_detail,
    first(cure order by quarantined_at asc, quarantine_id asc) as cure,
    min(quarantined_at) as oldest_quarantined_at
from quarantine
where
    status = 'open'
    and stage = coalesce(cast($stage as varchar), stage)
group by reason, stage
order by quarantined_count desc, reason asc, stage asc;
