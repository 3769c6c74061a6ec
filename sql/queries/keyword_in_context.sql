-- Where a word stands in articles, with the text around it and who says it where it is quoted, newest first.
-- $word varchar: a word or phrase; case is ignored, * stands for any letters
-- $width integer = 60: characters of context on each side
-- $since date = null: first day of publication; with it, undated articles are left out
-- $until date = null: last day of publication; with it, undated articles are left out
-- $outlet varchar = null: one outlet only; case is ignored, % stands for any text
-- $speaker varchar = null: what one person says; part of the name in any spelling
-- $top integer = 100: how many rows
with named as (
    select
        document_id,
        speaker,
        surname_key,
        given_key
    from quotes
    where
        cast($speaker as varchar) is not null
        and speaker ilike concat('%', cast($speaker as varchar), '%')
),

keys as (
    select distinct
        surname_key,
        given_key
    from named
),

quoting as (
    select
        document_id,
        speaker
    from named
    union
    -- other spellings of a name have the same keys
    select
        quotes.document_id,
        quotes.speaker
    from quotes
    inner join keys on quotes.surname_key = keys.surname_key and quotes.given_key = keys.given_key
),

chosen as (
    -- Every article gives a row at least: more of them than rows are not needed, but for those of a speaker.
    -- The pattern is no column, which the engine would compile anew for each row.
    select
        document_id,
        published_on,
        outlet_name,
        uri,
        body
    from current_articles
    where
        (cast($since as date) is null or published_on >= cast($since as date))
        and (cast($until as date) is null or published_on <= cast($until as date))
        and outlet_name ilike coalesce(cast($outlet as varchar), '%')
        and (
            cast($speaker as varchar) is null
            or document_id in (select quoting.document_id from quoting)
        )
        and regexp_matches(
            body,
            '(?i)(?:^|[^\pL\pM\pN]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])(?:'
            || replace(regexp_escape(cast($word as varchar)), '\*', '[\pL\pM\pN]*')
            || ')(?:$|[^\pL\pM\pN]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])'
        )
    order by published_on desc nulls last, outlet_name asc, uri asc, document_id asc
    limit if(cast($speaker as varchar) is null, cast($top as bigint), 1000000000)
),

pieces as (
    -- before a match may stand anything but a letter of a script that puts spaces between words
    select
        *,
        regexp_extract_all(
            body,
            '(?i)(?:^|[^\pL\pM\pN]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])('
            || replace(regexp_escape(cast($word as varchar)), '\*', '[\pL\pM\pN]*') || ')'
        ) as matches,
        regexp_extract_all(
            body,
            '(?i)(?:^|[^\pL\pM\pN]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])('
            || replace(regexp_escape(cast($word as varchar)), '\*', '[\pL\pM\pN]*') || ')',
            1
        ) as words,
        string_split_regex(
            body,
            '(?i)(?:^|[^\pL\pM\pN]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])('
            || replace(regexp_escape(cast($word as varchar)), '\*', '[\pL\pM\pN]*') || ')'
        ) as gaps
    from chosen
),

numbered as (
    select
        *,
        unnest(range(1, len(matches) + 1)) as number
    from pieces
),

placed as (
    select
        *,
        words[number] as word,
        cast(
            coalesce(list_sum(list_transform(gaps[:number], lambda gap: length(gap))), 0)
            + coalesce(list_sum(list_transform(matches[:number], lambda match: length(match))), 0)
            as bigint
        ) as stop
    from numbered
),

found as (
    select
        *,
        stop - length(word) as start
    from placed
    where
        word <> ''
        and (
            not regexp_matches(substr(body, stop + 1, 1), '[\pL\pM\pN]')
            or regexp_matches(substr(body, stop + 1, 1), '[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]')
        )
),

spoken as (
    -- of a quotation within another one the inner counts
    select
        found.document_id,
        found.start,
        last(quotes.speaker order by quotes.start asc, quotes.ordinal asc) as speaker
    from found
    inner join quotes
        on
            found.document_id = quotes.document_id
            and found.start >= quotes.start
            and found.stop <= quotes.stop
    where quotes.kind in ('quote', 'interview')
    group by found.document_id, found.start
),

told as (
    select
        found.*,
        spoken.speaker,
        quoting.speaker is not null as is_asked_for
    from found
    left join spoken on found.document_id = spoken.document_id and found.start = spoken.start
    left join quoting on spoken.document_id = quoting.document_id and spoken.speaker = quoting.speaker
)

select
    published_on,
    outlet_name,
    speaker,
    regexp_replace(
        substr(
            body, greatest(start - cast($width as integer), 0) + 1, least(start, cast($width as integer))
        ),
        '\s+', ' ', 'g'
    ) as before,
    word,
    regexp_replace(substr(body, stop + 1, cast($width as integer)), '\s+', ' ', 'g') as after,
    start,
    uri,
    document_id
from told
where cast($speaker as varchar) is null or is_asked_for
order by published_on desc nulls last, outlet_name asc, uri asc, document_id asc, start asc
limit cast($top as integer);
