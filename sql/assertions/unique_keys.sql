-- No two rows of a table share its key.
-- severity: fail
with repeated as (
    select
        document_id,
        'documents' as table_name,
        document_id as key
    from documents
    group by document_id
    having count(*) > 1
    union all
    select
        document_id,
        'sightings' as table_name,
        concat_ws(', ', document_id, uri, seen_at) as key
    from sightings
    group by document_id, uri, seen_at
    having count(*) > 1
    union all
    select
        document_id,
        'articles' as table_name,
        document_id as key
    from articles
    group by document_id
    having count(*) > 1
    union all
    select
        document_id,
        'spans' as table_name,
        concat_ws(', ', document_id, ordinal) as key
    from spans
    group by document_id, ordinal
    having count(*) > 1
    union all
    select
        document_id,
        'paragraphs' as table_name,
        concat_ws(', ', document_id, ordinal) as key
    from paragraphs
    group by document_id, ordinal
    having count(*) > 1
    union all
    select
        document_id,
        'comments' as table_name,
        concat_ws(', ', document_id, ordinal) as key
    from comments
    group by document_id, ordinal
    having count(*) > 1
    union all
    select
        document_id,
        'quotes' as table_name,
        concat_ws(', ', document_id, ordinal) as key
    from quotes
    group by document_id, ordinal
    having count(*) > 1
    union all
    select
        document_id,
        'citations' as table_name,
        concat_ws(', ', document_id, ordinal) as key
    from citations
    group by document_id, ordinal
    having count(*) > 1
    union all
    select
        document_id,
        'passages' as table_name,
        concat_ws(', ', document_id, other_document_id, start) as key
    from passages
    group by document_id, other_document_id, start
    having count(*) > 1
    union all
    select
        document_id,
        'clusters' as table_name,
        document_id as key
    from clusters
    group by document_id
    having count(*) > 1
    union all
    select
        document_id,
        'signatures' as table_name,
        document_id as key
    from signatures
    group by document_id
    having count(*) > 1
    union all
    select
        document_id,
        'buckets' as table_name,
        concat_ws(', ', document_id, bucket) as key
    from buckets
    group by document_id, bucket
    having count(*) > 1
    union all
    select
        document_id,
        'shingles' as table_name,
        concat_ws(', ', document_id, shingle) as key
    from shingles
    group by document_id, shingle
    having count(*) > 1
    union all
    select
        document_id,
        'indexed_articles' as table_name,
        document_id as key
    from indexed_articles
    group by document_id
    having count(*) > 1
    union all
    select
        min(document_id) as document_id,
        'quarantine' as table_name,
        quarantine_id as key
    from quarantine
    group by quarantine_id
    having count(*) > 1
    union all
    select
        null as document_id,
        'runs' as table_name,
        run_id as key
    from runs
    group by run_id
    having count(*) > 1
    union all
    select
        null as document_id,
        'shards' as table_name,
        concat_ws(', ', shard_id, run_id) as key
    from shards
    group by shard_id, run_id
    having count(*) > 1
    union all
    select
        null as document_id,
        'check_results' as table_name,
        concat_ws(', ', run_id, assertion) as key
    from check_results
    group by run_id, assertion
    having count(*) > 1
    union all
    select
        null as document_id,
        'fetches' as table_name,
        url as key
    from fetches
    group by url
    having count(*) > 1
    union all
    select
        null as document_id,
        'hosts' as table_name,
        host as key
    from hosts
    group by host
    having count(*) > 1
)

select
    document_id,
    'more than one row of ' || table_name || ' has the key ' || key as problem
from repeated;
