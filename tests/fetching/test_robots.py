"""robots.txt decides as RFC 9309 says, and names the line that decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fetching.robots import Robots

AGENT = "Copydesk/1.0 (+https://copydesk.example.org/about)"
OURS = "User-agent: copydesk\n"
ALL = "User-agent: *\n"


def robots(text: str | bytes) -> Robots:
    return Robots.from_response(200, text if isinstance(text, bytes) else text.encode())


# file, path, allowed: of the group for everybody
PATTERNS = [
    # prefixes (2.2.2)
    ("Disallow: /", "/", False),
    ("Disallow: /", "/a/b?c=d", False),
    ("Disallow: /desk", "/desk", False),
    ("Disallow: /desk", "/desk.html", False),
    ("Disallow: /desk", "/desktop/one", False),
    ("Disallow: /desk", "/desk?id=1", False),
    ("Disallow: /desk", "/Desk", True),
    ("Disallow: /desk", "/a/desk", True),
    ("Disallow: /desk/", "/desk", True),
    ("Disallow: /desk/", "/desk/", False),
    ("Disallow: /desk/", "/desk/a", False),
    ("Disallow: desk", "/desk", True),
    ("Disallow: /a?b=c", "/a?b=c&d=e", False),
    ("Disallow: /a?b=c", "/a?b=d", True),
    ("Disallow: /a?", "/a", True),
    ("Disallow: /a;x", "/a;x=1", False),
    # nothing said
    ("Disallow:", "/a", True),
    ("Disallow: # nothing", "/a", True),
    ("Allow:", "/a", True),
    ("Disallow: /\nAllow:", "/a", False),
    ("Disallow:\nDisallow: /a", "/a", False),
    ("", "/a", True),
    # the longest match decides, wherever it stands
    ("Disallow: /a\nAllow: /a/b", "/a/b", True),
    ("Allow: /a/b\nDisallow: /a", "/a/b", True),
    ("Allow: /a/b\nDisallow: /a", "/a/c", False),
    ("Allow: /a\nDisallow: /a/b", "/a/b", False),
    ("Disallow: /a/b\nAllow: /a", "/a/bc", False),
    ("Allow: /\nDisallow: /", "/", True),
    ("Disallow: /a\nAllow: /a", "/a", True),
    ("Allow: /a\nDisallow: /a", "/a", True),
    ("Allow: /p\nDisallow: /", "/page", True),
    ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
    ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
    ("Allow: /page\nDisallow: /*.ph", "/page.php5", True),
    ("Allow: /$\nDisallow: /", "/", True),
    ("Allow: /$\nDisallow: /", "/page.htm", False),
    ("Disallow: /x/page.\nAllow: /x/page.html", "/x/page.html", True),
    ("Disallow: /a/*/c\nAllow: /a/b/", "/a/b/c", False),
    # * stands for any characters
    ("Disallow: *", "/a", False),
    ("Disallow: /*", "/a", False),
    ("Disallow: /fish*", "/fish", False),
    ("Disallow: /fish*", "/fishheads/yummy.html", False),
    ("Disallow: /fish*", "/catfish", True),
    ("Disallow: /*.php", "/index.php", False),
    ("Disallow: /*.php", "/folder/any.php.file.html", False),
    ("Disallow: /*.php", "/?php", True),
    ("Disallow: /*.php", "/windows.PHP", True),
    ("Disallow: /fish*.php", "/fishheads/catfish.php?parameters", False),
    ("Disallow: /fish*.php", "/Fish.PHP", True),
    ("Disallow: /a**b", "/axxb", False),
    ("Disallow: /a*b*c", "/a1b2c3", False),
    ("Disallow: /a*b*c", "/a1c2b3", True),
    ("Disallow: *.gif", "/x/y.gif", False),
    ("Disallow: /*?", "/a?b", False),
    ("Disallow: /*?", "/a", True),
    ("Disallow: /*/print", "/2026/03/print", False),
    ("Disallow: /*/print", "/print", True),
    ("Disallow: /*session=", "/a?x=1&session=2", False),
    # $ stands for the end
    ("Disallow: /*.php$", "/filename.php", False),
    ("Disallow: /*.php$", "/folder/filename.php", False),
    ("Disallow: /*.php$", "/filename.php?parameters", True),
    ("Disallow: /*.php$", "/filename.php/", True),
    ("Disallow: /*.php$", "/filename.php5", True),
    ("Disallow: /a$", "/a", False),
    ("Disallow: /a$", "/ab", True),
    ("Disallow: /a$", "/a?b", True),
    ("Disallow: /a$b", "/a$b", False),
    ("Disallow: /a$b", "/a", True),
    ("Disallow: /*$", "/whatever", False),
    ("Disallow: /a*$", "/a/b", False),
    # percent-encoding (2.2.2): both sides are compared in one spelling
    ("Disallow: /foo/bar?baz=http://foo.bar", "/foo/bar?baz=http%3A%2F%2Ffoo.bar", True),
    ("Disallow: /foo/bar/\u30c4", "/foo/bar/%E3%83%84", False),
    ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/\u30c4", False),
    ("Disallow: /foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", False),
    ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
    ("Disallow: /foo/bar/baz", "/foo/bar/%62%61%7a", False),
    ("Disallow: /a%3cd.html", "/a%3Cd.html", False),
    ("Disallow: /a%3cd.html", "/a<d.html", False),
    ("Disallow: /a%2fb", "/a/b", True),
    ("Disallow: /a%2fb", "/a%2Fb", False),
    ("Disallow: /~reporter", "/%7Ereporter", False),
    ("Disallow: /caf\u00e9", "/caf%C3%A9", False),
    ("Disallow: /a b", "/a%20b", False),
    # what a line may look like
    ("disallow: /a", "/a", False),
    ("DISALLOW:/a", "/a", False),
    ("   Disallow   :   /a   ", "/a", False),
    ("\tDisallow:\t/a\t# why", "/a", False),
    ("Disallow: /a#b", "/a", False),
    ("Disallow /a", "/a", False),
    ("Disalow: /a", "/a", False),
    ("Dissallow: /a", "/a", False),
    ("Disallowed: /a", "/a", True),
    ("Noindex: /a", "/a", True),
    ("# Disallow: /a", "/a", True),
    ("Disallow: /a\x0bDisallow: /b", "/b", True),
    ("Disallow: /a\u2028Disallow: /b", "/b", True),
    ("Disallow: /a\nsome words\n\n\nDisallow: /b", "/b", False),
    ("Disallow: /a\nSitemap: https://x.example/s.xml\nDisallow: /b", "/b", False),
    # robots.txt itself
    ("Disallow: /", "/robots.txt", True),
    ("Disallow: /robots.txt", "/robots.txt", True),
    ("Disallow: /", "/robots.txt/old", False),
    ("Disallow: /", "/a/robots.txt", False),
]
# file, agent, allowed to see /x
GROUPS = [
    ("User-agent: copydesk\nDisallow: /x", AGENT, False),
    ("User-agent: CopyDesk\nDisallow: /x", "copydesk", False),
    ("User-agent: copydesk\nDisallow: /x", "COPYDESK", False),
    ("User-agent: copydesk/2.0\nDisallow: /x", AGENT, False),
    ("User-agent: copydesk (all versions)\nDisallow: /x", AGENT, False),
    ("User-agent: copy\nDisallow: /x", AGENT, True),
    ("User-agent: desk\nDisallow: /x", AGENT, True),
    ("User-agent: copydesk-images\nDisallow: /x", AGENT, True),
    ("User-agent: copydesk\nDisallow: /x", "copydesk-images", True),
    ("User-agent: other\nDisallow: /x", AGENT, True),
    ("User-agent: *\nDisallow: /x", AGENT, False),
    ("User-agent: * \t\nDisallow: /x", AGENT, False),
    ("User-agent: *\nDisallow: /x\n\nUser-agent: copydesk\nDisallow: /y", AGENT, True),
    ("User-agent: copydesk\nDisallow: /y\n\nUser-agent: *\nDisallow: /x", AGENT, True),
    ("User-agent: *\nAllow: /x\n\nUser-agent: copydesk\nDisallow: /", AGENT, False),
    ("User-agent: copydesk\nDisallow:\n\nUser-agent: *\nDisallow: /", AGENT, True),
    ("User-agent: copydesk\n\nUser-agent: *\nDisallow: /", AGENT, False),
    ("User-agent: a\nUser-agent: copydesk\nDisallow: /x", AGENT, False),
    ("User-agent: copydesk\nUser-agent: a\nDisallow: /x", AGENT, False),
    ("User-agent: a\nDisallow: /\nUser-agent: copydesk\nDisallow: /y", AGENT, True),
    (
        "User-agent: copydesk\nDisallow: /y\n\nUser-agent: a\n\nUser-agent: copydesk\nDisallow: /x",
        AGENT,
        False,
    ),
    ("User-agent: *\nDisallow: /y\n\nUser-agent: *\nDisallow: /x", AGENT, False),
    ("User-agent: copydesk\nUnknown: z\nUser-agent: a\nDisallow: /x", AGENT, False),
    ("User-agent: copydesk\nCrawl-delay: 2\nUser-agent: a\nDisallow: /x", AGENT, False),
    ("User-agent: copydesk\nSitemap: https://x.example/s\nUser-agent: a\nDisallow: /x", AGENT, False),
    ("User-agent: copydesk\n\n# a word\n\nDisallow: /x", AGENT, False),
    ("Disallow: /x\nUser-agent: copydesk\nDisallow: /y", AGENT, True),
    ("User agent: copydesk\nDisallow: /x", AGENT, False),
    ("useragent: copydesk\nDisallow: /x", AGENT, False),
    ("User-agent copydesk\nDisallow: /x", AGENT, False),
    ("User-agent:\nDisallow: /x", AGENT, True),
    ("User-agent: *\nDisallow: /x", "", False),
]
BYTES = [
    (b"\xef\xbb\xbfUser-agent: *\nDisallow: /x", False),
    (b"User-agent: *\rDisallow: /x", False),
    (b"User-agent: *\r\nDisallow: /x\r\n", False),
    (b"User-agent: *\n\rDisallow: /x\r\r\n", False),
    ("\ufeffUser-agent: *\nDisallow: /x\n".encode("utf-16"), False),
    (b"User-agent: *\nDisallow: /caf\xe9\nDisallow: /x", False),
    (b"\x00\xff\xfe\nUser-agent: *\nDisallow: /x", False),
    (b"<!doctype html><html><body><p>Disallow: /x</p></body></html>", True),
    (b"", True),
    (b"User-agent: *\nDisallow: /x\n" + b"# a long comment\n" * 60_000, False),
    (b"# a long comment\n" * 60_000 + b"User-agent: *\nDisallow: /x\n", True),
]


def test_the_table_has_a_hundred_cases() -> None:
    assert len(PATTERNS) + len(GROUPS) + len(BYTES) >= 100


@pytest.mark.parametrize(("rules", "path", "allowed"), PATTERNS)
def test_patterns(rules: str, path: str, allowed: bool) -> None:
    assert robots(ALL + rules).verdict(f"https://news.example{path}", AGENT).allowed is allowed


@pytest.mark.parametrize(("text", "agent", "allowed"), GROUPS)
def test_groups(text: str, agent: str, allowed: bool) -> None:
    assert robots(text).verdict("https://news.example/x", agent).allowed is allowed


@pytest.mark.parametrize(("body", "allowed"), BYTES, ids=range(len(BYTES)))
def test_bytes(body: bytes, allowed: bool) -> None:
    assert robots(body).verdict("https://news.example/x", AGENT).allowed is allowed


def test_a_line_cut_in_half_at_the_limit_does_not_count() -> None:
    cut = b"User-agent: *\n" + b"#" * (500 * 1024 - 14 - 14) + b"\nDisallow: /only/this/folder"
    assert robots(cut).verdict("https://news.example/x", AGENT).allowed
    assert robots(cut).verdict("https://news.example/only/that", AGENT).allowed


def test_a_byte_that_is_no_utf_8_matches_itself() -> None:
    assert (
        not robots(b"User-agent: *\nDisallow: /caf\xe9/").verdict("https://n.example/caf%E9/1", AGENT).allowed
    )


@pytest.mark.parametrize(
    ("status", "allowed", "unreachable", "rule"),
    [
        (404, True, False, "robots.txt is missing (404)"),
        (410, True, False, "robots.txt is missing (410)"),
        (401, True, False, "robots.txt is missing (401)"),
        (403, True, False, "robots.txt is missing (403)"),
        (302, True, False, "robots.txt is missing (302)"),
        (429, False, True, "robots.txt is out of reach for now (429)"),
        (500, False, True, "robots.txt is out of reach for now (500)"),
        (503, False, True, "robots.txt is out of reach for now (503)"),
        (None, False, True, "robots.txt could not be reached"),
    ],
)
def test_answers_without_a_file(status: int | None, allowed: bool, unreachable: bool, rule: str) -> None:
    answer = Robots.from_response(status, b"User-agent: *\nDisallow: /")
    verdict = answer.verdict("https://news.example/x", AGENT)
    assert (verdict.allowed, answer.is_unreachable, verdict.rule) == (allowed, unreachable, rule)


def test_the_line_that_decided_is_named() -> None:
    rules = robots(
        "# ours\r\n\r\nUser-agent: *\r\nDisallow: /private/ # keep out\r\nallow: /private/press\r\n"
    )
    assert rules.verdict("https://n.example/private/a", AGENT).rule == "Disallow: /private/ (line 4)"
    assert rules.verdict("https://n.example/private/press", AGENT).rule == "allow: /private/press (line 5)"
    assert rules.verdict("https://n.example/a", AGENT).rule == "no rule"
    assert rules.verdict("https://n.example/robots.txt", AGENT).rule == "robots.txt itself may always be read"


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        (OURS + "Crawl-delay: 2.5", 2.5),
        (OURS + "crawl delay: 3\nCrawl-delay: 7", 7.0),
        (ALL + "Crawl-delay: 4", 4.0),
        (ALL + "Crawl-delay: 4\n\n" + OURS + "Disallow: /x", None),
        (OURS + "Crawl-delay: soon", None),
        (OURS + "Crawl-delay: -1", None),
        (OURS + "Crawl-delay: inf", None),
        (OURS + "Crawl-delay: nan", None),
        ("", None),
    ],
)
def test_crawl_delay(text: str, delay: float | None) -> None:
    assert robots(text).crawl_delay(AGENT) == delay


def test_sitemaps_belong_to_no_group() -> None:
    text = "Sitemap: https://n.example/a.xml\nUser-agent: x\nDisallow: /\nsitemap:https://n.example/b.xml\nSitemap: https://n.example/a.xml"
    assert robots(text).sitemaps == ("https://n.example/a.xml", "https://n.example/b.xml")


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_are_read(body: bytes, path: str) -> None:
    assert isinstance(robots(ALL.encode() + body).verdict(f"https://n.example/{path}", AGENT).allowed, bool)


@given(st.lists(st.tuples(st.sampled_from(["Allow", "Disallow"]), st.text("ab/*", max_size=5)), max_size=6))
def test_the_order_of_rules_does_not_matter(rules: list[tuple[str, str]]) -> None:
    lines = [f"{name}: /{pattern}" for name, pattern in rules]
    urls = [f"https://n.example/{path}" for path in ("", "a", "ab", "a/b", "b/a/b")]
    forward, backward = robots(ALL + "\n".join(lines)), robots(ALL + "\n".join(reversed(lines)))
    assert [forward.verdict(url, AGENT).allowed for url in urls] == [
        backward.verdict(url, AGENT).allowed for url in urls
    ]
