-- One row a quote of a person in a current article, with whose it is, how that was told and how surely.
create or replace view quotes_by_person as
with said as (
    select
        quotes.*, -- noqa: AM04
        current_articles.outlet_name,
        current_articles.published_on,
        length(quotes.given_key) = 1 as is_initial
    from quotes
    inner join current_articles on quotes.document_id = current_articles.document_id
    where
        quotes.kind in ('quote', 'interview')
        and quotes.speaker_kind = 'person'
        and quotes.surname_key is not null
),

givens as (
    select distinct
        surname_key,
        given_key,
        is_initial
    from said
    where given_key is not null
),

-- who speaks in one article under an initial and a full name may be two
apart as (
    select
        said.surname_key,
        said.given_key,
        other.given_key as full_key
    from said
    inner join said as other
        on
            said.document_id = other.document_id
            and said.surname_key = other.surname_key
            and starts_with(other.given_key, said.given_key)
    where said.is_initial and not other.is_initial
),

-- an initial belongs to the one full name with this surname that begins with it, if there is only one
initials as (
    select
        short.surname_key,
        short.given_key,
        min(whole.given_key) as full_key
    from givens as short
    inner join givens as whole
        on short.surname_key = whole.surname_key and starts_with(whole.given_key, short.given_key)
    where short.is_initial and not whole.is_initial
    group by short.surname_key, short.given_key
    having count(*) = 1
),

named as (
    select
        said.*, -- noqa: AM04
        coalesce(initials.full_key, said.given_key) as own_key,
        initials.full_key is not null as by_initial
    from said
    left join (
        select initials.* from initials -- noqa: AM04
        anti join apart
            on
                initials.surname_key = apart.surname_key
                and initials.given_key = apart.given_key
                and initials.full_key = apart.full_key
    ) as initials on said.surname_key = initials.surname_key and said.given_key = initials.given_key
),

in_articles as (
    select
        document_id,
        surname_key,
        min(own_key) as only_key,
        count(distinct own_key) as person_count
    from named
    where own_key is not null
    group by document_id, surname_key
),

in_blocks as (
    select
        surname_key,
        min(own_key) as only_key,
        count(distinct own_key) as person_count
    from named
    where own_key is not null
    group by surname_key
),

-- a surname alone belongs to the one person of its article, else of all articles, who bears it
joined as (
    select
        named.*, -- noqa: AM04
        case
            when named.own_key is not null then named.own_key
            when in_articles.person_count = 1 then in_articles.only_key
            when in_articles.person_count is null and in_blocks.person_count = 1 then in_blocks.only_key
        end as person_given_key,
        case
            when named.by_initial then 'initial'
            when named.own_key is not null then 'name'
            when in_articles.person_count = 1 then 'surname in the article'
            when in_articles.person_count is null and in_blocks.person_count = 1 then 'surname'
            else 'name'
        end as joined_by
    from named
    left join in_articles
        on named.document_id = in_articles.document_id and named.surname_key = in_articles.surname_key
    left join in_blocks on named.surname_key = in_blocks.surname_key
),

names as (
    select
        surname_key,
        person_given_key,
        joined_by,
        speaker,
        count(*) as quote_count
    from joined
    group by surname_key, person_given_key, joined_by, speaker
),

-- the name of a person is the one written most often in full
people as (
    select
        surname_key,
        person_given_key,
        first(speaker order by joined_by = 'name' desc, quote_count desc, speaker asc) as person
    from names
    group by surname_key, person_given_key
)

select
    joined.document_id,
    joined.ordinal,
    concat_ws(', ', joined.surname_key, joined.person_given_key) as person_key,
    people.person,
    joined.speaker,
    joined.speaker_role,
    case
        when joined.joined_by = 'name' and joined.speaker != people.person then 'spelling'
        else joined.joined_by
    end as joined_how,
    cast(
        case joined_how
            when 'name' then 1
            when 'spelling' then 0.95
            when 'surname in the article' then 0.9
            when 'initial' then 0.8
            else 0.6
        end as double
    ) as confidence,
    joined.text,
    joined.cue,
    joined.outlet_name,
    joined.published_on
from joined
inner join people
    on
        joined.surname_key = people.surname_key
        and joined.person_given_key is not distinct from people.person_given_key;
