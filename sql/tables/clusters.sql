-- Generated from checks/contracts by `make generate`: do not edit.
-- Key: document_id. Not declared: an index would make loading ten times slower (see
-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.
create table if not exists clusters (
    document_id varchar not null,
    cluster_id varchar not null,
    how varchar not null,
    similarity double not null
);

comment on table clusters is
'Articles that are near-copies of each other; what has none is in no cluster.';
comment on column clusters.document_id is
'First 32 hex digits of the SHA-256 of the document''s bytes';
comment on column clusters.cluster_id is
'The smallest document_id of the cluster';
comment on column clusters.how is
'same: has the words of the article cluster_id; near: differs';
comment on column clusters.similarity is
'Share of 5-word shingles in common with the article cluster_id, estimated';
