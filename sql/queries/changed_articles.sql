-- Addresses that held more than one version of an article, the latest change first.
-- $since date = null: first day of the latest change
with changed as (
    select
        uri,
        version_count,
        first_seen_at,
        seen_at,
        first_document_id,
        document_id
    from addresses
    where
        version_count > 1
        and (cast($since as date) is null or cast(seen_at as date) >= cast($since as date))
)

select
    changed.uri,
    changed.version_count,
    changed.first_seen_at,
    changed.seen_at as changed_at,
    former.title as first_title,
    latest.title as current_title,
    latest.word_count - former.word_count as word_count_change
from changed
left join articles as former on changed.first_document_id = former.document_id
left join articles as latest on changed.document_id = latest.document_id
order by changed_at desc, changed.uri asc;
