-- What each outlet contributes and how much of it is dated, titled and signed.
select
    outlet_name,
    count(*) as article_count,
    cast(median(word_count) as bigint) as median_word_count,
    round(100.0 * count(published_on) / count(*), 1) as dated_percent,
    round(100.0 * count(title) / count(*), 1) as titled_percent,
    round(100.0 * count_if(len(authors) > 0) / count(*), 1) as signed_percent,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from current_articles
group by outlet_name
order by article_count desc, outlet_name asc;
