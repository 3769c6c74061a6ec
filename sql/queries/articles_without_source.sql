-- Articles in which nobody with a name is quoted and no outlet is cited.
-- $since date = null: first day of publication; with it, undated articles are left out
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
-- $top integer = 50: how many rows
with sourced as (
    select document_id
    from quotes
    where kind in ('quote', 'interview') and speaker_kind in ('person', 'group', 'document')
    union
    select document_id
    from outlet_citations
)

select
    published_on,
    outlet_name,
    title,
    word_count,
    uri
from current_articles
where
    document_id not in (select sourced.document_id from sourced)
    and outlet_name ilike coalesce(cast($outlet as varchar), '%')
    and (cast($since as date) is null or published_on >= cast($since as date))
order by published_on desc nulls last, word_count desc, uri asc
limit cast($top as integer);
