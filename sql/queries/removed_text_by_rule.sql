-- What was taken out of the articles, by role and rule, and how much of all that was removed.
-- $role varchar = null: one role only, such as boilerplate
select
    role,
    rule,
    count(*) as span_count,
    count(distinct document_id) as document_count,
    cast(sum(char_count) as bigint) as char_count,
    round(100.0 * sum(char_count) / sum(sum(char_count)) over (), 1) as removed_percent
from removed_text
where role = coalesce(cast($role as varchar), role)
group by role, rule
order by char_count desc, role asc, rule asc;
