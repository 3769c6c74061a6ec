"""Feeds of every kind give addresses with what they claim of the article, whatever state they are in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import ReadError
from copydesk.fetching.feeds import Entry, read_feed

URL = "https://harbour-courier.example/feeds/all.xml"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>The Harbour Courier</title><link>https://harbour-courier.example/</link><language>en-GB</language>
<item><title>Ferry fees rise &amp;amp; nobody &lt;i&gt;rows&lt;/i&gt;</title><link>https://harbour-courier.example/a?id=1&amp;p=2</link>
<pubDate>Wed, 04 Mar 2026 07:30:00 +0100</pubDate><author>desk@harbour-courier.example (Edda Lind)</author></item>
<item><title>Lamp goes out</title><guid>https://harbour-courier.example/b</guid><dc:creator>Ivo Sand</dc:creator>
<dc:creator>Runa Falk</dc:creator></item>
<item><title>No page</title><guid isPermaLink="false">tag:4711</guid></item>
<item><title>Again</title><link>https://harbour-courier.example/b</link></item>
<item><title>Mail</title><link>mailto:desk@harbour-courier.example</link></item>
<item><title></title><link>../c</link><pubDate>sometime in spring</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://strait.example/news/"><title type="html">Strait &amp;amp; Sea</title>
<entry xml:base="2026/"><title>One</title><link rel="self" href="self"/><link rel="alternate" href="one"/>
<published>2026-03-04T07:30:00Z</published><updated>2026-03-05T08:00:00+02:00</updated><author><name>Ana Mar</name></author>
<author><name>Luis Roca</name></author></entry>
<entry><title type="html">&lt;b&gt;Two&lt;/b&gt;</title><link href="two"/><updated>2026-03-05T08:00:00Z</updated>
<source><title>Wire Service</title></source></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/"><title>Old News</title></channel><item rdf:about="https://old.example/1"><title>First</title>
<link>https://old.example/1</link><dc:date>2026-03-04T06:00:00+01:00</dc:date><dc:creator>Olaf Berg</dc:creator></item></rdf:RDF>"""
RSS_091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Oldest</title><item><title>Caf&eacute;</title><link>https://old.example/cafe</link></item></channel></rss>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Sleeper Slot",
    "language": "de",
    "authors": [{"name": "The desk"}],
    "items": [
        {"id": "1", "url": "/one", "title": "One", "date_published": "2026-03-04T07:30:00+01:00", "authors": [{"name": "Mia Tal"}, {"url": "x"}]},
        {"id": "https://sleeper.example/two", "date_modified": "2026-03-05T00:00:00Z"},
        {"id": 3, "external_url": "https://other.example/3", "author": {"name": "Ben Au"}, "language": "fr"},
        {"id": "4", "url": "ftp://sleeper.example/4"},
        "no item",
    ],
}  # fmt: skip


def test_rss() -> None:
    first, second, third = read_feed(RSS.encode(), URL)
    assert first == Entry(
        url="https://harbour-courier.example/a?id=1&p=2",
        title="Ferry fees rise & nobody rows",
        published="2026-03-04T07:30:00+01:00",
        authors=("Edda Lind",),
        outlet="The Harbour Courier",
        language="en-GB",
    )
    assert (second.url, second.authors) == ("https://harbour-courier.example/b", ("Ivo Sand", "Runa Falk"))
    assert (third.url, third.title, third.published) == (
        "https://harbour-courier.example/c",
        None,
        "sometime in spring",
    )


def test_atom() -> None:
    first, second = read_feed(ATOM.encode(), "https://strait.example/feed")
    assert (first.url, first.authors, first.outlet) == (
        "https://strait.example/news/2026/one",
        ("Ana Mar", "Luis Roca"),
        "Strait & Sea",
    )
    assert (first.published, first.changed) == ("2026-03-04T07:30:00+00:00", "2026-03-05T08:00:00+02:00")
    assert (second.title, second.url, second.outlet) == (
        "Two",
        "https://strait.example/news/two",
        "Wire Service",
    )
    assert (second.published, second.changed) == (None, "2026-03-05T08:00:00+00:00")


def test_rss_1_0_has_its_date_from_dublin_core() -> None:
    [entry] = read_feed(RDF.encode(), "https://old.example/rdf")
    assert entry == Entry(
        "https://old.example/1", "First", "2026-03-04T06:00:00+01:00", ("Olaf Berg",), "Old News"
    )


def test_rss_0_91_with_entities_of_html() -> None:
    [entry] = read_feed(RSS_091.encode(), "https://old.example/rss")
    assert (entry.title, entry.outlet) == ("Café", "Oldest")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_feed(encoding: str) -> None:
    one, two, three = read_feed(json.dumps(JSON).encode(encoding), "https://sleeper.example/feed.json")
    assert one == Entry(
        "https://sleeper.example/one",
        "One",
        "2026-03-04T07:30:00+01:00",
        ("Mia Tal",),
        "Sleeper Slot",
        language="de",
    )
    assert (two.url, two.authors, two.changed) == (
        "https://sleeper.example/two",
        ("The desk",),
        "2026-03-05T00:00:00+00:00",
    )
    assert (three.url, three.authors, three.language) == ("https://other.example/3", ("Ben Au",), "fr")


def test_json_feed_1_0_has_one_author() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "author": {"name": "Ada"},
        "items": [{"url": "https://a.example/1"}],
    }
    assert read_feed(json.dumps(feed).encode(), URL)[0].authors == ("Ada",)


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("a@b.example (Ann Berg)", "Ann Berg"),
        ("a@b.com (Ann Berg)", "Ann Berg"),
        ("Ann Berg &lt;a@b.online&gt;", "Ann Berg"),
        ("Ann Berg", "Ann Berg"),
        ("Ann Berg (Harbour)", "Ann Berg (Harbour)"),
    ],
)
def test_names_of_authors_without_their_mail(author: str, name: str) -> None:
    feed = f'<rss version="2.0"><channel><item><link>https://a.example/1</link><author>{author}</author></item></channel></rss>'
    assert read_feed(feed.encode(), URL)[0].authors == (name,)


@pytest.mark.parametrize(
    "broken",
    [
        RSS.replace("</item>", "", 1),
        RSS[: RSS.index("<item><title>No page")],
        RSS.replace("&amp;p=2", "&p=2"),
        RSS.replace("<title>Lamp", "<title>\x0c\x01Lamp"),
        "\n\n" + RSS,
        RSS.replace("Lamp", "Lamp &nbsp; &unknown;"),
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes(broken: str) -> None:
    assert "https://harbour-courier.example/b" in [entry.url for entry in read_feed(broken.encode(), URL)]


def test_the_encoding_of_the_header_counts() -> None:
    text = '<rss version="2.0"><channel><item><title>Паром</title><link>https://a.example/1</link></item></channel></rss>'
    assert (
        read_feed(text.encode("cp1251"), URL, "application/rss+xml; charset=windows-1251")[0].title == "Паром"
    )


@pytest.mark.parametrize(
    "media_type", [None, "text/html", "text/plain; charset=utf-8", "nonsense;;", "application/json"]
)
def test_a_wrong_media_type_does_no_harm(media_type: str | None) -> None:
    assert len(read_feed(RSS.encode(), URL, media_type)) == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_feed"),
        (b" \n", "empty_feed"),
        (b"<!doctype html><html><body><p>Hello</p></body></html>", "not_a_feed"),
        (b"plain words", "not_a_feed"),
        (b"{broken", "broken_feed"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "not_a_feed"),
        (b'{"items": []}', "not_a_feed"),
        (b'{"a":' * 5000, "broken_feed"),
        (
            b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/</loc></url></urlset>',
            "not_a_feed",
        ),
    ],
)
def test_what_is_no_feed(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_feed(data, URL)
    assert caught.value.reason == reason


def test_an_entity_bomb_expands_to_nothing() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "boom">{layers}]><rss version="2.0"><channel><item><title>&e9;</title><link>https://a.example/1</link></item></channel></rss>'
    assert all(len(entry.title or "") < 100 for entry in read_feed(bomb.encode(), URL))


def test_an_entity_does_not_read_files() -> None:
    text = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><item><title>A&x;</title><link>https://a.example/1</link></item></channel></rss>'
    assert read_feed(text.encode(), URL)[0].title in ("A", "A&x;", "A&x")


PIECES = ["<rss>", "<item>", "<link>", "https://[x", "</link>", "<entry>", "<link href='//[' />", "<title>", "&x;", "<![CDATA[", "{", "\x00", "<author>", "<updated>9</updated>", "]]>", "<!DOCTYPE", "xml:base='http://['"]  # fmt: skip


@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(PIECES), max_size=12).map(lambda parts: "".join(parts).encode()),
    )
)
def test_nothing_is_raised_but_read_errors(data: bytes) -> None:
    for start in (b"", b"<rss version='2.0'><channel><item>", b'<feed xmlns="http://www.w3.org/2005/Atom">'):
        try:
            assert isinstance(read_feed(start + data, URL), list)
        except ReadError as error:
            assert error.reason in ("empty_feed", "broken_feed", "not_a_feed")


json_values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "url", "x"]), inner, max_size=2), max_leaves=5)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(
            ["id", "url", "external_url", "title", "authors", "author", "date_published", "language"]
        ),
        json_values,
    )
)
def test_odd_values_in_json_do_no_harm(item: dict[str, object]) -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [item], **item}
    assert len(read_feed(json.dumps(feed).encode(), URL)) <= 1
