-- No document is both an article and in open quarantine.
-- severity: fail
select
    articles.document_id,
    'an article, yet in open quarantine as ' || quarantine.quarantine_id as problem
from articles
inner join quarantine on articles.document_id = quarantine.document_id
where quarantine.status = 'open';
