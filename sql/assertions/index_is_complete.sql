-- Every article has a number of its own in the index of words, which shows it at the address where it stands.
-- severity: warn
select
    coalesce(articles.document_id, entries.document_id) as document_id,
    case
        when entries.document_id is null then 'not in the index of words'
        when articles.document_id is null then 'in the index of words without an article'
        else 'at another address in the index of words'
    end as problem
from articles
full outer join indexed_articles as entries on articles.document_id = entries.document_id
left join current_articles on articles.document_id = current_articles.document_id
where
    entries.document_id is null
    or articles.document_id is null
    or entries.uri is distinct from current_articles.uri
union all
select
    min(document_id) as document_id,
    'its number stands for two articles in the index of words' as problem
from indexed_articles
group by number
having count(*) > 1;
