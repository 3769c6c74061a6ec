-- The passages that were changed most between two articles.
-- $words integer = 30: how many words a passage has at least
-- $since date = null: first day of the later publication; with it, undated articles are left out
-- $top integer = 20: how many rows
select
    similarity,
    source_outlet,
    target_outlet,
    source_text,
    target_text,
    source_document_id,
    target_document_id
from reuse
where
    len(string_split(source_text, ' ')) >= cast($words as integer)
    and (cast($since as date) is null or target_published_on >= cast($since as date))
order by similarity asc, source_document_id asc, target_document_id asc, source_start asc
limit cast($top as integer);
