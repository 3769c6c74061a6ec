"""What a page claims about its article is told with where it stood, the most specific source first."""

import json
from collections.abc import Mapping

import pytest

from copydesk.document import Hints
from copydesk.reading.markup import parse
from copydesk.reading.metadata import page_hints

LINKED = {
    "@type": "NewsArticle",
    "headline": " Ferry fees rise ",
    "datePublished": "2024-05-01T09:00:00Z",
    "author": [{"name": "Edda Frome"}, "Tomas Verel", {"name": "Edda Frome"}],
    "publisher": {"name": "The Lantern"},
}


def hints_of(head: str, body: str = "") -> Hints:
    return page_hints(parse(f"<html><head>{head}</head><body>{body}</body></html>"))


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "data",
    [
        LINKED,
        [{"@type": "WebSite"}, LINKED],
        {"@graph": [{"@type": "Person"}, 7, LINKED]},
        LINKED | {"@type": ["Thing", "NewsArticle"]},
    ],
)
def test_linked_data_speaks_first(data: object) -> None:
    hints = hints_of('<meta property="og:title" content="Other">' + linked(data), "<h1>Another</h1>")
    assert hints.title == ("Ferry fees rise", "json-ld: headline")
    assert hints.date == ("2024-05-01T09:00:00Z", "json-ld: datePublished")
    assert hints.authors == ("Edda Frome", "Tomas Verel")
    assert hints.outlet == "The Lantern"


@pytest.mark.parametrize("script", ["{broken", "", "[" * 50_000, f'{{"n": {"9" * 5000}}}', "7", "null"])
def test_broken_linked_data_leaves_the_meta_tags(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script><meta name="DATE" content=" 2024-05-01 ">'
    assert hints_of(head).date == ("2024-05-01", "meta: date")


@pytest.mark.parametrize(
    "claims",
    [
        {"headline": 7, "author": 7, "publisher": 7, "datePublished": 7},
        {"headline": [], "author": [7, None, []], "publisher": [], "datePublished": {}},
        {"headline": " ", "author": {"name": 7}, "publisher": {"name": []}},
    ],
)
def test_claims_of_a_wrong_type_are_none(claims: Mapping[str, object]) -> None:
    assert hints_of(linked({"@type": "NewsArticle", **claims})) == Hints(types=("NewsArticle",))


def test_claims_hold_no_lone_surrogates() -> None:
    claims = {"headline": "Fees \ud800", "author": "Edda \udfff", "publisher": {"name": "\ud800"}}
    hints = hints_of(linked({"@type": "Article", **claims}))
    assert hints.title == ("Fees \ufffd", "json-ld: headline")
    assert (hints.authors, hints.outlet) == (("Edda \ufffd",), "\ufffd")


def test_meta_tags_come_before_what_stands_on_the_page() -> None:
    head = (
        '<meta name="twitter:title" content="Second"><meta property="og:title" content="First">'
        '<meta property="og:title" content="Late"><meta property="og:site_name" content="The Lantern">'
        '<meta name="author" content="Edda Frome"><link rel="canonical" href="https://lantern.example/a">'
    )
    hints = hints_of(head, "<h1>Third</h1><time datetime=' 2024-05-01 '>May</time>")
    assert hints.title == ("First", "meta: og:title")
    assert hints.date == ("2024-05-01", "time element")
    assert hints.authors == ("Edda Frome",)
    assert (hints.outlet, hints.url) == ("The Lantern", "https://lantern.example/a")


def test_a_page_says_what_it_is() -> None:
    head = '<meta property="og:type" content="article">'
    data = {"@type": ["Report", "NewsArticle", "Sch\u00f6n"], "headline": "Fees"}
    hints = hints_of(head + linked(data))
    assert hints.types == ("Report", "NewsArticle", "article")
    assert hints_of(linked({"@type": "Recipe", "headline": "Fees"})).types == ()


def test_a_lone_heading_is_a_title_and_one_of_two_is_none() -> None:
    assert hints_of("", "<h1> Ferry\n<b>fees</b> </h1>").title == ("Ferry fees", "heading: h1")
    assert hints_of("", "<h1>Ferry</h1><h1>Fees</h1>").title is None


def test_the_time_of_a_comment_and_the_address_of_an_author_say_nothing() -> None:
    body = '<div class="comment"><time datetime="2024-05-01">May</time></div>'
    assert hints_of('<meta name="author" content="https://lantern.example/edda">', body) == Hints()


def test_character_references_left_in_claims_are_read() -> None:
    data = LINKED | {"headline": "Ferry &quot;Sk&ouml;ll&quot; sails", "author": "Edda &amp; Tomas"}
    hints = hints_of('<meta property="og:title" content="F&amp;ouml;hr waits">' + linked(data))
    assert hints.title == ('Ferry "Sköll" sails', "json-ld: headline")
    assert hints.shared_title == ("Föhr waits", "meta: og:title")
    assert hints.authors == ("Edda & Tomas",)


@pytest.mark.parametrize("name", ["publishdate", "article:published:time", "publication_date", "pubdate"])
def test_names_that_sites_give_the_day_of_publication(name: str) -> None:
    assert hints_of(f'<meta name="{name}" content="2024-05-01">').date == ("2024-05-01", f"meta: {name}")


def test_catalogue_names_stand_in_the_order_of_speech() -> None:
    head = '<meta name="dc.creator" content="Frome, Edda"><meta name="dc.creator" content="Verel, Tomas">'
    assert hints_of(head).authors == ("Edda Frome", "Tomas Verel")


def test_the_first_name_of_a_tag_that_holds_people_is_read() -> None:
    head = (
        '<meta name="author" content="105092"><meta property="article:author" content="https://lantern.example/edda">'
        '<meta name="sailthru.author" content="Edda Frome"><meta name="byl" content="By Tomas Verel">'
    )
    assert hints_of(head).authors == ("Edda Frome",)


def test_the_byline_is_read_where_no_claim_names_a_person() -> None:
    byline = '<h1>Ferry fees rise</h1><p class="byline">By Edda Frome</p>'
    assert hints_of('<meta name="author" content="efrome">', byline).credits == ("By Edda Frome",)
    assert hints_of('<meta name="author" content="Tomas Verel">', byline).credits == ()
    site = '<meta property="og:site_name" content="The Lantern"><meta name="author" content="The Lantern">'
    assert hints_of(site, byline).credits == ("By Edda Frome",)


@pytest.mark.parametrize("mark", ["pubdate", 'itemprop="datePublished"', 'class="entry-published"'])
def test_a_time_named_one_of_publication_comes_before_others(mark: str) -> None:
    body = f'<time datetime="2024-05-03">now</time><time datetime="2024-05-01" {mark}>May</time>'
    assert hints_of("", body).date == ("2024-05-01", "time element")


def test_the_name_of_the_site_is_known_by_its_address() -> None:
    head = (
        '<link rel="canonical" href="https://www.lantern.example/a"><meta property="og:title" content="{}">'
    )
    assert hints_of(head.format("Ferry fees rise | Lantern")).title == ("Ferry fees rise", "meta: og:title")
    assert hints_of('<link rel="canonical" href="https://[lantern/a">').url == "https://[lantern/a"


def test_a_script_may_name_its_charset() -> None:
    script = f'<script type="application/ld+json; charset=utf-8">{json.dumps(LINKED)}</script>'
    assert hints_of(script).authors == ("Edda Frome", "Tomas Verel")
