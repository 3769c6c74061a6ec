-- One row a passage that two current articles share, from the one that had it first to the other.
create or replace view reuse as
with pairs as (
    select
        passages.*,
        one.published_on as one_published_on,
        other.published_on as other_published_on,
        one.seen_at as one_seen_at,
        other.seen_at as other_seen_at,
        one.outlet_name as one_outlet,
        other.outlet_name as other_outlet
    from passages
    inner join current_articles as one on passages.document_id = one.document_id
    inner join current_articles as other on passages.other_document_id = other.document_id
),

-- the days of publication decide; where one is not known or both are the same, the days on which they came in
ordered as (
    select
        *,
        case
            when one_published_on != other_published_on then 'published'
            when cast(one_seen_at as date) != cast(other_seen_at as date) then 'seen'
        end as order_evidence,
        case order_evidence
            when 'published' then other_published_on < one_published_on
            when 'seen' then other_seen_at < one_seen_at
            else false
        end as is_reversed
    from pairs
)

select
    if(is_reversed, other_document_id, document_id) as source_document_id,
    if(is_reversed, document_id, other_document_id) as target_document_id,
    if(is_reversed, other_outlet, one_outlet) as source_outlet,
    if(is_reversed, one_outlet, other_outlet) as target_outlet,
    if(is_reversed, other_published_on, one_published_on) as source_published_on,
    if(is_reversed, one_published_on, other_published_on) as target_published_on,
    if(is_reversed, other_text, text) as source_text,
    if(is_reversed, text, other_text) as target_text,
    if(is_reversed, other_start, start) as source_start,
    if(is_reversed, other_stop, stop) as source_stop,
    if(is_reversed, start, other_start) as target_start,
    if(is_reversed, stop, other_stop) as target_stop,
    similarity,
    order_evidence
from ordered;
