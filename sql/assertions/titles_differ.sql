-- No title stands on more than 20 current articles.
-- severity: warn
select
    min(document_id) as document_id,
    count(*) || ' articles are called "' || left(title, 100) || '"' as problem
from current_articles
where title is not null
group by title
having count(*) > 20;
