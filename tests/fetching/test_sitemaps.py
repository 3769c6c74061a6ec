"""Sitemaps give addresses of their own host, and no file however large or broken does harm."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import ReadError
from copydesk.fetching.feeds import Entry
from copydesk.fetching.sitemaps import Sitemap, read_sitemap

URL = "https://www.strait.example/sitemap.xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://www.strait.example/a?x=1&amp;y=2 </loc><lastmod>2026-03-05</lastmod>
<news:news><news:publication><news:name>Strait Dispatch</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-04T07:30:00Z</news:publication_date><news:title>Ferry &amp; fees</news:title></news:news>
<image:image><image:loc>https://img.strait.example/1.jpg</image:loc><image:title>A ferry</image:title></image:image></url>
</urlset>"""


def urlset(*addresses: str) -> bytes:
    rows = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f"<urlset {SPACE}>{rows}</urlset>".encode()


def addresses(sitemap: Sitemap) -> list[str]:
    return [entry.url for entry in sitemap.entries]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_news_sitemap(pack: type[bytes]) -> None:
    [entry] = read_sitemap(pack(NEWS.encode()), URL).entries
    assert entry == Entry(
        url="https://www.strait.example/a?x=1&y=2",
        title="Ferry & fees",
        published="2026-03-04T07:30:00+00:00",
        outlet="Strait Dispatch",
        source="news sitemap",
        changed="2026-03-05",
        language="en",
    )


def test_index() -> None:
    data = f"""<sitemapindex {SPACE}><sitemap><loc>https://strait.example/1.xml.gz</loc><lastmod>2026-03-04T00:00:00+00:00</lastmod></sitemap>
    <sitemap><loc>/2.xml</loc></sitemap><sitemap><loc>https://elsewhere.example/3.xml</loc></sitemap></sitemapindex>"""
    sitemap = read_sitemap(data.encode(), URL)
    assert sitemap.children == (
        ("https://strait.example/1.xml.gz", "2026-03-04T00:00:00+00:00"),
        ("https://www.strait.example/2.xml", None),
    )
    assert (sitemap.entries, sitemap.foreign_count) == ((), 1)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.strait.example/a\r\nhttps://www.strait.example/b\n",
        "\ufeff\nhttps://www.strait.example/a\n\nhttps://www.strait.example/b",
    ],
)
def test_plain_text(text: str) -> None:
    assert addresses(read_sitemap(text.encode(), URL)) == [
        "https://www.strait.example/a",
        "https://www.strait.example/b",
    ]


def test_a_feed_counts_as_a_sitemap() -> None:
    feed = (
        b'<rss version="2.0"><channel><item><link>https://www.strait.example/a</link></item></channel></rss>'
    )
    assert addresses(read_sitemap(feed, URL)) == ["https://www.strait.example/a"]


def test_a_sitemap_without_namespace() -> None:
    assert addresses(
        read_sitemap(b"<urlset><url><loc>https://strait.example/a</loc></url></urlset>", URL)
    ) == ["https://strait.example/a"]


def test_other_hosts_are_left_out_and_counted() -> None:
    own = ("https://strait.example/a", "http://www.strait.example/b", "https://sport.strait.example/c")
    foreign = (
        "https://evil.example/a",
        "https://notstrait.example/b",
        "https://strait.example.evil.example/c",
    )
    sitemap = read_sitemap(urlset(*own, *foreign, "ftp://strait.example/d", ""), URL)
    assert (addresses(sitemap), sitemap.foreign_count) == (list(own), 3)
    on_another_host = read_sitemap(
        urlset("https://strait.example/a"), "https://cdn.example/s.xml", also=["www.strait.example"]
    )
    assert addresses(on_another_host) == ["https://strait.example/a"]


def test_at_most_fifty_thousand_and_each_once() -> None:
    rows = [f"https://strait.example/{number}" for number in range(50_010)]
    assert len(read_sitemap(urlset(*rows), URL).entries) == 50_000
    assert addresses(read_sitemap(urlset(rows[0], rows[0]), URL)) == rows[:1]


@pytest.mark.parametrize(
    "broken",
    [
        urlset("https://strait.example/a") + b"<junk>",
        urlset("https://strait.example/a", "https://strait.example/b")[:-30],
        urlset("https://strait.example/a?x=1&y=2", "https://strait.example/a"),
        b"\n \n<?xml version='1.0'?>" + urlset("https://strait.example/a"),
        gzip.compress(
            urlset("https://strait.example/a", *(f"https://strait.example/{n}" for n in range(9000)))
        )[:-400],
    ],
    ids=["junk at the end", "cut off", "bare ampersand", "space at the start", "gzip cut off"],
)
def test_what_is_broken_counts_as_far_as_it_goes(broken: bytes) -> None:
    assert "https://strait.example/a" in addresses(read_sitemap(broken, URL))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_sitemap"),
        (b"\xef\xbb\xbf \n", "empty_sitemap"),
        (b"\x1f\x8bdamaged", "empty_sitemap"),
        (b"<html><body>Not found</body></html>", "not_a_sitemap"),
        (b"some words", "not_a_sitemap"),
    ],
)
def test_what_is_no_sitemap(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_sitemap(data, URL)
    assert caught.value.reason == reason


def test_entities_are_not_expanded() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE urlset [<!ENTITY e0 "boom">{layers}<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://strait.example/a</loc><title>&e9;&f;</title></url></urlset>'
    assert all(entry.title is None for entry in read_sitemap(bomb.encode(), URL).entries)


@pytest.mark.parametrize(
    "filling",
    [b"<x/>" * 2**20, b"<url>" + b"<x/>" * 2**20, b"a" * 2**22, b"<x>" * 2**20],
    ids=["elements", "parts", "text", "depth"],
)
def test_bombs_end_at_the_limits(filling: bytes) -> None:
    packed = gzip.compress(b"<urlset>" + filling * 16, compresslevel=1)
    assert read_sitemap(packed, URL).entries == ()


PIECES = [
    "<url>",
    "<loc>",
    "https://strait.example/",
    "https://[",
    "</loc>",
    "</url>",
    "<sitemap>",
    "&x;",
    "\x00",
    "<!--",
    "]]>",
    "<url:x>",
]


@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(PIECES), max_size=12).map(lambda parts: "".join(parts).encode()),
    )
)
def test_nothing_is_raised_but_read_errors(data: bytes) -> None:
    for start in (b"", b"<urlset>", b"\x1f\x8b", b"http://"):
        try:
            assert isinstance(read_sitemap(start + data, URL), Sitemap)
        except ReadError as error:
            assert error.reason in (
                "empty_sitemap",
                "not_a_sitemap",
                "empty_feed",
                "broken_feed",
                "not_a_feed",
            )
