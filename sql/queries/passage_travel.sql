-- Where a passage first appeared and through which outlets it went, the widest travelled first.
-- $outlet varchar = null: first appeared in one outlet only; case is ignored, % stands for any text
-- $since date = null: first day of the later publication; with it, undated articles are left out
-- $top integer = 20: how many rows
with firsts as (
    -- nothing before it has the same words
    select *
    from reuse
    where
        order_evidence is not null
        and source_outlet ilike coalesce(cast($outlet as varchar), '%')
        and (cast($since as date) is null or target_published_on >= cast($since as date))
        and not exists (
            select 1
            from reuse as earlier
            where
                earlier.order_evidence is not null
                and earlier.target_document_id = reuse.source_document_id
                and earlier.target_start < reuse.source_stop
                and reuse.source_start < earlier.target_stop
        )
),

-- stretches of an article that overlap are one passage
marked as (
    select
        *,
        source_start >= coalesce(
            max(source_stop) over (
                partition by source_document_id
                order by source_start, source_stop, target_document_id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as is_next
    from firsts
),

numbered as (
    select
        *,
        count_if(is_next) over (
            partition by source_document_id
            order by source_start, source_stop, target_document_id
        ) as number
    from marked
)

select
    first(source_text order by length(source_text) desc, source_start asc) as text,
    any_value(source_outlet) as first_outlet,
    any_value(source_published_on) as first_published_on,
    count(distinct target_document_id) as later_article_count,
    string_agg(distinct target_outlet, ', ' order by target_outlet) as later_outlets,
    max(target_published_on) as last_published_on,
    round(min(similarity), 3) as least_similarity,
    source_document_id as document_id
from numbered
group by source_document_id, number
order by later_article_count desc, first_published_on asc nulls last, document_id asc, number asc
limit cast($top as integer);
