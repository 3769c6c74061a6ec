-- Headlines that hold a word, newest first.
-- $word varchar = null: word or phrase, whole words only, case ignored; every headline without it
-- $top integer = 50: how many rows
select
    published_on,
    outlet_name,
    title,
    uri,
    document_id
from current_articles
where
    title is not null
    and (
        cast($word as varchar) is null
        -- beside it may stand anything but a letter of a script that puts spaces between words
        or regexp_matches(
            title,
            '(?i)(?:^|[^\pL\pM\pN]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])'
            || regexp_escape(cast($word as varchar))
            || '(?:[^\pL\pM\pN]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|$)'
        )
    )
order by published_on desc nulls last, outlet_name asc, title asc, document_id asc
limit cast($top as integer);
