-- Hosts that were asked: addresses by what became of them, and when the next is due.
select
    host,
    count(*) as addresses,
    count(*) filter (where state in ('fetched', 'unchanged')) as fetched,
    count(*) filter (where state = 'waiting') as waiting,
    count(*) filter (where state = 'retry') as to_retry,
    count(*) filter (where state in ('refused', 'failed', 'gone')) as without_document,
    max(asked_at) as last_asked_at,
    min(next_due_at) as next_due_at
from fetches
where host != ''
group by host
order by addresses desc, host asc;
