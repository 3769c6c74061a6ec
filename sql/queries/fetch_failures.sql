-- Addresses that gave no document, or no newer one, with the reason and when they are asked again.
select
    host,
    url,
    state,
    reason,
    detail,
    attempts,
    asked_at,
    next_due_at
from fetches
where state in ('retry', 'refused', 'failed', 'gone') or reason is not null
order by host, url;
