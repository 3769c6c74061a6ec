"""One article has one address, and two articles never share one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import ReadError
from copydesk.fetching.canonical import canonical, host_key, host_name

N = "https://news.example"
SAME = [
    ("HTTPS://News.Example/a", f"{N}/a"),
    ("  https://news.example/a\n", f"{N}/a"),
    ("https://news.ex\nample/a", f"{N}/a"),
    ("https://news.example", f"{N}/"),
    ("https://news.example?p=1", f"{N}/?p=1"),
    ("https://news.example:443/a", f"{N}/a"),
    ("http://news.example:80/a", "http://news.example/a"),
    ("https://news.example:/a", f"{N}/a"),
    ("https://news.example./a", f"{N}/a"),
    ("https://user:secret@news.example/a", f"{N}/a"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://BÜCHER.example/a", "https://xn--bcher-kva.example/a"),
    ("https://xn--bcher-kva.example/a", "https://xn--bcher-kva.example/a"),
    ("https://новости.example/", "https://xn--b1amnebsh.example/"),
    ("http://[2001:DB8:0:0::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    (f"{N}/a#comments", f"{N}/a"),
    (f"{N}/a?#top", f"{N}/a"),
    (f"{N}/a?", f"{N}/a"),
    (f"{N}/a?&&", f"{N}/a"),
    (f"{N}/%7Eann/%61", f"{N}/~ann/a"),
    (f"{N}/caf%c3%a9", f"{N}/caf%C3%A9"),
    (f"{N}/café", f"{N}/caf%C3%A9"),
    (f"{N}/a b", f"{N}/a%20b"),
    (f"{N}/100%", f"{N}/100%25"),
    (f"{N}/a/./b/../c", f"{N}/a/c"),
    (f"{N}/../a", f"{N}/a"),
    (f"{N}/a/..", f"{N}/"),
    (f"{N}/a;jsessionid=0F3A", f"{N}/a"),
    (f"{N}/a?b=2&a=1", f"{N}/a?a=1&b=2"),
    (f"{N}/a?x=1&amp;id=2", f"{N}/a?id=2&x=1"),
    (f"{N}/a?utm_source=x&utm_medium=y&UTM_Campaign=z", f"{N}/a"),
    (f"{N}/a?id=7&utm_source=x", f"{N}/a?id=7"),
    (f"{N}/a?fbclid=IwAR0", f"{N}/a"),
    (f"{N}/a?gclid=1&dclid=2&gbraid=3&wbraid=4", f"{N}/a"),
    (f"{N}/a?yclid=9&ysclid=8", f"{N}/a"),
    (f"{N}/a?msclkid=1&twclid=2&ttclid=3&igshid=4", f"{N}/a"),
    (f"{N}/a?at_medium=RSS&at_campaign=KARANGA", f"{N}/a"),
    (f"{N}/a?mc_cid=1&mc_eid=2", f"{N}/a"),
    (f"{N}/a?pk_campaign=x&mtm_source=y", f"{N}/a"),
    (f"{N}/a?xtor=RSS-1", f"{N}/a"),
    (f"{N}/a?ref=rss", f"{N}/a"),
    (f"{N}/a?ref=", f"{N}/a"),
    (f"{N}/a?source=homepage&id=3", f"{N}/a?id=3"),
    (f"{N}/a?PHPSESSID=abc", f"{N}/a"),
    (f"{N}/a?__twitter_impression=true", f"{N}/a"),
    (f"{N}/a?_ga=1.2&_gl=3", f"{N}/a"),
]
# Each pair is two articles, or may be.
DIFFERENT = [
    ("/?p=1", "/?p=2"),
    ("/article?id=1", "/article?id=2"),
    ("/a", "/a?page=2"),
    ("/a?page=1", "/a?page=2"),
    ("/a?cid=1", "/a?cid=2"),
    ("/a?eid=1", "/a?eid=2"),
    ("/a?uid=1", "/a?uid=2"),
    ("/a?ref=4711", "/a?ref=4712"),
    ("/a?source=12", "/a?source=13"),
    ("/a?session=1", "/a?session=2"),
    ("/a?keyword=port", "/a?keyword=ferry"),
    ("/a?section=1", "/a?section=2"),
    ("/a?section=1", "/a?%C2%A7ion=1"),
    ("/a?copy=1", "/a?copy=2"),
    ("/a?article", "/a?review"),
    ("/a?4711", "/a?4712"),
    ("/a?b=", "/a"),
    ("/a?utmost=1", "/a?utmost=2"),
    ("/a?attack=1", "/a?attack=2"),
    ("/a?gallery=1", "/a?gallery=2"),
    ("/a?reference=x", "/a?reference=y"),
    ("/a?from=2026-01-01", "/a?from=2026-01-02"),
    ("/a?x=1&x=2", "/a?x=2&x=1"),
    ("/a?q=a%26b", "/a?q=a&b"),
    ("/a?q=a%2Bb", "/a?q=a+b"),
    ("/a%2Fb", "/a/b"),
    ("/a%3Fb", "/a?b"),
    ("/a%23b", "/a"),
    ("/a%25b", "/a%b1"),
    ("/A", "/a"),
    ("/a/", "/a"),
    ("/a//b", "/a/b"),
    ("/a.html", "/a"),
    ("/a;v=1", "/a;v=2"),
    ("/#!/article/1", "/#!/article/2"),
    ("/a?lang=de", "/a?lang=en"),
    ("/a,1", "/a,2"),
    ("/a:1", "/a:2"),
]
HOSTS = [
    ("https://a.example/", "http://a.example/"),
    ("https://a.example/", "https://www.a.example/"),
    ("https://a.example/", "https://a.example:8443/"),
    ("https://a.example/", "https://b.example/"),
]


@pytest.mark.parametrize(("written", "expected"), SAME)
def test_spellings_of_one_address(written: str, expected: str) -> None:
    assert canonical(written) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(("one", "other"), [*((N + a, N + b) for a, b in DIFFERENT), *HOSTS])
def test_two_articles_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "url",
    ["", "news", "/a", "ftp://a.example/", "javascript:alert(1)", "https://", "https:///a", "http://[::1", "http://a.example:x/",
     "http://a.example:99999/", "http://a b.example/", "mailto:a@b.example"],
)  # fmt: skip
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(ReadError) as caught:
        canonical(url)
    assert caught.value.reason == "bad_address"


def test_politeness_counts_by_server() -> None:
    assert host_key("HTTPS://User@News.example/a?b#c") == "https://news.example:443"
    assert host_key("http://news.example:8080/") == "http://news.example:8080"
    assert host_name("http://Bücher.example:8080/") == "xn--bcher-kva.example"


tails = st.text(st.sampled_from("aZ1/.%2f?&=#;+ é~utm_refid!:@\\\"'"), max_size=40)


@given(st.one_of(tails, st.text(max_size=40)))
def test_canonical_is_idempotent(tail: str) -> None:
    once = canonical(f"https://news.example/{tail}")
    assert canonical(once) == once
    assert once.isascii()


@given(st.text(max_size=60))
def test_nothing_is_raised_but_read_errors(url: str) -> None:
    try:
        canonical(url)
    except ReadError as error:
        assert error.reason == "bad_address"
