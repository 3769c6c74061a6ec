"""A front page tells where its feeds are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fetching.discovery import find_feeds, usual_places

URL = "https://villamarea.example/front/"
PAGE = """<!doctype html><html><head><title>La Lonja</title>
<link rel="stylesheet" href="/style.css"><link rel="alternate" hreflang="en" href="/en/">
<link rel="alternate" type="application/rss+xml" href="/rss.xml">
<LINK REL="Alternate Home" TYPE="application/atom+xml; charset=utf-8" HREF="atom">
<link rel="alternate" type="application/feed+json" href="https://feeds.example/lonja.json">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">
<link rel="alternate" type="application/json" href="/feed.json">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" href="javascript:void(0)"><link rel="alternate" type="application/rss+xml">
</head><body><a rel="alternate" type="application/rss+xml" href="/rss.xml">RSS</a></body></html>"""


def test_feeds_in_the_order_of_the_page() -> None:
    assert find_feeds(PAGE.encode(), URL) == [
        "https://villamarea.example/rss.xml",
        "https://villamarea.example/front/atom",
        "https://feeds.example/lonja.json",
        "https://villamarea.example/feed.json",
    ]


def test_links_are_resolved_against_the_base_of_the_page() -> None:
    page = b'<base href="https://cdn.example/x/"><link rel=alternate type=application/rss+xml href=feed>'
    assert find_feeds(page, URL) == ["https://cdn.example/x/feed"]


@pytest.mark.parametrize("data", [b"", b"   ", b"<!-- -->", b"words", b"\x00\xff", b"<html></html>"])
def test_pages_without_feeds(data: bytes) -> None:
    assert find_feeds(data, URL) == []


def test_usual_places_are_of_the_same_host() -> None:
    places = usual_places(URL)
    assert "https://villamarea.example/feed" in places
    assert all(place.startswith("https://villamarea.example/") for place in places)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(
        find_feeds(data + b"<link rel=alternate type=application/rss+xml href='//['>", URL), list
    )
