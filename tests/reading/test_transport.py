"""What HTTP headers and feeds say of bytes, and how far they are believed."""

from typing import get_args

import pytest

from copydesk.document import Hints, MediaType
from copydesk.errors import ReadError
from copydesk.reading import READERS, read
from copydesk.reading.encoding import decode
from copydesk.reading.hints import merge_hints, parse_hints, write_hints
from copydesk.reading.transport import Transport, find_header, read_transport, write_headers

RUSSIAN = "Паром уходит в полночь, сказала смотритель порта, и ждать никого не станет."
FRENCH = "Le bac part à minuit, a déclaré la gardienne, et n'attendra personne cet été."
CHINESE = "渡轮午夜离港，港口看守说，不会等任何人。\n码头必须在秋季之前修好。"


def test_a_block_has_a_line_for_each_header_and_no_secrets() -> None:
    pairs = [
        ("Content-Type", " text/html; charset=utf-8 "),
        ("Set-Cookie", "session=1"),
        ("Authorization", "Basic eDp5"),
        ("ETag", '"a\r\nX-Forged: 1"'),
        ("Vary", "Cookie"),
    ]
    assert (
        write_headers(pairs) == 'content-type: text/html; charset=utf-8\netag: "a X-Forged: 1"\nvary: Cookie'
    )


def test_a_block_without_a_line_is_none() -> None:
    assert write_headers([]) is None
    assert write_headers([("Cookie", "a=b")]) is None


def test_a_block_ends_before_it_grows_too_long() -> None:
    block = write_headers([("a", "1"), *(("b", "x" * 1000) for _ in range(99)), ("c", "2")])
    assert block is not None
    assert len(block) <= 16_384
    assert (find_header(block, "a"), find_header(block, "c")) == ("1", None)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("text/html", Transport("text/html", None)),
        ("Text/HTML;charset=UTF-8", Transport("text/html", "UTF-8")),
        ('text/html; Charset="windows-1251"', Transport("text/html", "windows-1251")),
        ("text/plain ; format=flowed ; charset = koi8-r", Transport("text/plain", "koi8-r")),
        ("application/xhtml+xml", Transport("text/html", None)),
        ("application/json", Transport("application/json", None)),
        ("application/pdf", Transport(None, None)),
        ("text/html; charset=", Transport("text/html", None)),
        ("", Transport(None, None)),
    ],
)
def test_a_content_type_tells_media_type_and_charset(told: str, expected: Transport) -> None:
    assert read_transport(write_headers([("Content-Type", told)])) == expected


def test_without_headers_nothing_is_told() -> None:
    assert read_transport(None) == Transport()
    assert read_transport("server: quay") == Transport()


def test_there_is_a_reader_for_every_media_type() -> None:
    assert set(READERS) == set(get_args(MediaType))


# --- The charset ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "declared", "transport", "expected"),
    [
        (RUSSIAN.encode("cp1251"), None, "windows-1251", RUSSIAN),
        (RUSSIAN.encode("koi8-r"), "windows-1251", "koi8-r", RUSSIAN),  # HTTP before the page
        (RUSSIAN.encode("cp1251"), "windows-1251", "utf-8", RUSSIAN),  # a lie: it does not decode
        (CHINESE.encode("gb18030"), "gb2312", "shift_jis", CHINESE),  # the same
        (RUSSIAN.encode(), None, "windows-1251", RUSSIAN),  # valid UTF-8 is nothing else
        (f"\ufeff{RUSSIAN}".encode(), None, "koi8-r", RUSSIAN),  # a mark before HTTP
        (f"\ufeff{RUSSIAN}".encode("utf-16"), None, "koi8-r", RUSSIAN),
        (FRENCH.encode("cp1252"), "utf-8", "ISO-8859-1", FRENCH),
        (CHINESE.encode("utf-16-le"), None, "UTF-16", CHINESE),
        (CHINESE.encode("utf-16-be"), None, "utf-16be", CHINESE),
        (FRENCH.encode("cp1252"), "windows-1252", "utf-16", FRENCH),  # a lie: no NUL in it
        (FRENCH.encode("cp1252"), "windows-1252", "no-such-code", FRENCH),
        (FRENCH.encode("cp1252"), "windows-1252", "unicode_escape", FRENCH),
    ],
)
def test_http_tells_the_encoding_unless_it_lies(
    data: bytes, declared: str | None, transport: str, expected: str
) -> None:
    assert decode(data, declared, transport).text == expected


@pytest.mark.parametrize("media_type", get_args(MediaType))
def test_every_reader_takes_the_charset_of_the_header(media_type: MediaType) -> None:
    markup = {
        "text/plain": RUSSIAN,
        "text/html": f'<meta charset="windows-1252"><p>{RUSSIAN}</p>',
        "application/json": f'{{"text": "{RUSSIAN}"}}',
    }[media_type]
    page = read(markup.encode("cp866"), media_type, "content-type: text/html; charset=cp866")
    assert RUSSIAN in page.text
    assert page.encoding == "cp866"


# --- The media type ---------------------------------------------------------------------------------------


def test_the_header_tells_the_media_type_where_the_name_tells_none() -> None:
    data = b"The ferry<br>leaves at nine"
    assert read(data).media_type == "text/plain"
    assert read(data, headers="content-type: text/html").media_type == "text/html"
    assert read(data, "text/plain", "content-type: text/html").media_type == "text/plain"


@pytest.mark.parametrize("told", ["text/plain", "application/json", "application/pdf", "nonsense"])
def test_what_begins_as_a_page_is_one_whatever_the_header_says(told: str) -> None:
    page = read(b"\n<!DOCTYPE html><p>The ferry leaves.", headers=f"content-type: {told}")
    assert (page.media_type, page.text) == ("text/html", "The ferry leaves.")


def test_a_dump_about_markup_is_text_where_the_header_says_so() -> None:
    data = b"Write <p> first, <br> then, <div> last and <a> never."
    assert read(data, headers="content-type: text/plain").media_type == "text/plain"


def test_a_binary_is_refused_whatever_the_header_says() -> None:
    with pytest.raises(ReadError, match="PDF"):
        read(b"%PDF-1.4\nferry", headers="content-type: text/html")


# --- What a feed tells ------------------------------------------------------------------------------------

FEED = Hints(
    title=("Ferry fees rise", "feed"),
    date=("2024-03-05T09:00:00Z", "feed"),
    outlet="Norrvik Post",
    authors=("Ilse Brandvik",),
    url="https://norrvik.example/fees",
)


def test_claims_survive_as_text() -> None:
    assert parse_hints(write_hints(FEED)) == FEED
    assert write_hints(None) is write_hints(Hints()) is None
    assert parse_hints(None) is None


def test_a_feed_fills_in_what_the_page_does_not_claim() -> None:
    page = read(b"<html><p>The harbour office said so.", told=FEED)
    assert page.hints == FEED


def test_the_page_is_believed_before_the_feed() -> None:
    page = read(
        b'<html><title>Dearer ferries</title><meta name="author" content="Tomas Verel"><p>The office said so.',
        told=FEED,
    )
    assert page.hints.title == ("Dearer ferries", "title element")
    assert page.hints.authors == ("Tomas Verel",)
    assert page.hints.date == FEED.date


def test_a_title_for_links_goes_with_the_title_it_belongs_to() -> None:
    shared = Hints(title=("A", "heading: h1"), shared_title=("B", "meta: og:title"))
    assert merge_hints(Hints(title=("C", "record: title")), shared).shared_title is None
    assert merge_hints(Hints(), shared) == shared
