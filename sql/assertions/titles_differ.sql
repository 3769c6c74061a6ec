-- No title stands on more than 20 current articles.
-- severity: warn
select
    min(document_id) as document_id,
    count(*) || ' articles share its title' as problem,
    left(title, 200) as title
from current_articles
where title is not null
group by title
having count(*) > 20;
