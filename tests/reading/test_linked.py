"""JSON-LD of pages: which object is the article, who wrote it, and what is saved of broken scripts."""

import json

import pytest

from copydesk.reading.linked import Linked, read_linked

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Ferry fees rise",
    "datePublished": "2024-05-01T09:00:00Z",
    "author": {"@type": "Person", "name": "Edda Frome"},
}
OTHER = {"@type": "NewsArticle", "headline": "Otter holds up lock", "url": "https://lantern.example/otter"}


def linked(*data: object, titles: tuple[str, ...] = (), url: str | None = None) -> Linked:
    return read_linked([json.dumps(one) for one in data], titles, url)


def headline(read: Linked) -> str | None:
    claim = read.claim("headline")
    return claim[0] if claim else None


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {"@graph": [{"@type": "WebPage", "mainEntity": [ARTICLE]}]},
        [[{"@type": "Organization", "name": "The Lantern"}], ARTICLE],
        {"@type": "WebPage", "hasPart": {"@graph": [ARTICLE]}},
    ],
)
def test_the_article_is_found_in_what_holds_it(data: object) -> None:
    assert headline(linked(data)) == "Ferry fees rise"


def test_of_several_articles_the_one_of_the_page_is_taken() -> None:
    assert headline(linked(ARTICLE, OTHER)) == "Ferry fees rise"
    assert headline(linked(ARTICLE, OTHER, titles=("“Otter” holds up lock",))) == "Otter holds up lock"
    assert headline(linked(ARTICLE, OTHER, url="https://lantern.example/otter")) == "Otter holds up lock"
    assert headline(linked({"@type": "Article"}, ARTICLE)) == "Ferry fees rise"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"givenName": "Edda", "familyName": "Frome"}, ("Edda Frome",)),
        ([{"name": ["Edda Frome", "E. F."]}, "Tomas Verel"], ("Edda Frome", "Tomas Verel")),
        ({"@id": "#edda"}, ("Edda Frome",)),
        ([{"@id": "#edda"}, {"@id": "#nobody"}], ("Edda Frome",)),
        ({"@id": ["#edda"]}, ()),
        ({"name": {"name": "Edda Frome"}}, ()),
    ],
)
def test_people_have_names_in_parts_and_by_reference(author: object, names: tuple[str, ...]) -> None:
    read = linked([ARTICLE | {"author": author}, {"@type": "Person", "@id": "#edda", "name": "Edda Frome"}])
    assert read.authors(read.article) == names


def test_the_page_may_tell_what_the_article_does_not() -> None:
    read = linked({"@type": "WebPage", "datePublished": "2024-05-01", "author": {"name": "Edda Frome"}})
    assert read.claim("datePublished") is None
    assert read.page_claim("datePublished") == ("2024-05-01", "json-ld: datePublished of the page")
    assert read.authors(read.page) == ("Edda Frome",)


@pytest.mark.parametrize(
    "script",
    [
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"/* <![CDATA[ */ {json.dumps(ARTICLE)} /* ]]> */",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        f"{json.dumps(ARTICLE)};",
        '{"@type": "NewsArticle", "headline": "Ferry fees rise", "description": "He said "no"", "wordCount": }',
        '{"@type": "NewsArticle",\n"headline": "Ferry fees rise"\n"description": "the comma is missing"}',
    ],
)
def test_what_can_be_saved_of_a_broken_script_is(script: str) -> None:
    assert headline(read_linked([script], (), None)) == "Ferry fees rise"


@pytest.mark.parametrize(
    "script", ['{"@type": "Recipe", "headline": "Eel pie" "x"}', '{"headline": "Eel pie"', "{"]
)
def test_a_broken_script_of_something_else_tells_nothing(script: str) -> None:
    assert read_linked([script], (), None) == Linked()


def test_a_script_without_end_is_read_no_deeper_than_needed() -> None:
    nested: object = ARTICLE
    for _ in range(40):
        nested = {"@graph": [nested]}
    assert headline(linked(nested)) is None
