-- Both sides of a passage stand in the bodies of their articles at the offsets given.
-- severity: fail
with sides as (
    select
        document_id,
        text,
        start,
        stop
    from passages
    union
    select
        other_document_id as document_id,
        other_text as text,
        other_start as start,
        other_stop as stop
    from passages
)

select
    sides.document_id,
    if(articles.document_id is null, 'a passage without its article', 'a passage that is not in the body')
    || ' at character ' || sides.start as problem
from sides
left join articles on sides.document_id = articles.document_id
where substring(articles.body, sides.start + 1, sides.stop - sides.start) is distinct from sides.text;
