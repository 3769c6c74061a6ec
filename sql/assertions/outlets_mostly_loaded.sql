-- At most half of an outlet's documents are in open quarantine, where it has ten or more.
-- severity: warn
with arrivals as (
    select
        document_id,
        uri,
        false as is_quarantined
    from sightings
    union all
    select
        coalesce(document_id, quarantine_id) as document_id,
        uri,
        true as is_quarantined
    from quarantine
    where status = 'open'
),

-- the address names the outlet, as a rejected document has no other: its host, else its file or folder
placed as (
    select
        document_id,
        is_quarantined,
        coalesce(
            nullif(regexp_extract(lower(uri), '^https?://(?:www\.)?([^/:?#]+)', 1), ''),
            nullif(regexp_extract(uri, '^(.+)[#/]', 1), ''),
            uri
        ) as outlet
    from arrivals
),

totals as (
    select
        outlet,
        count(distinct document_id) as document_count,
        count(distinct document_id) filter (where is_quarantined) as quarantined_count,
        min(document_id) filter (where is_quarantined) as document_id
    from placed
    group by outlet
)

select
    document_id,
    outlet || ': ' || quarantined_count || ' of ' || document_count || ' documents in quarantine' as problem
from totals
where document_count >= 10 and quarantined_count > document_count / 2;
