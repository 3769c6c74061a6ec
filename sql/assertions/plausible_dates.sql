-- Articles were published between 1980 and today.
-- severity: warn
select
    document_id,
    'published on ' || published_on as problem
from articles
where
    published_on < date '1980-01-01'
    -- east of UTC tomorrow has begun
    or published_on > current_date + 1;
