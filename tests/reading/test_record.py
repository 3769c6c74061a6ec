"""A line of JSON is read as the page or text it carries, with its claims."""

import json
from typing import Any

import pytest

from copydesk.errors import ReadError
from copydesk.reading.record import parse_record, read_record, record_url

TEXT = "The ferry leaves at nine."


def line(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


@pytest.mark.parametrize("key", ["text", "raw_text", "body", "content"])
def test_text_is_found_under_the_names_that_corpora_use(key: str) -> None:
    page = read_record(line(**{"id": 7, key: TEXT}))
    assert (page.text, page.media_type, page.containers) == (TEXT, "application/json", ())


def test_html_comes_before_text_and_is_read_as_a_page() -> None:
    page = read_record(line(html="<h1>Ferry</h1><p>At nine.</p>", text=TEXT))
    assert (page.text, page.media_type) == ("Ferry\n\nAt nine.", "application/json")
    assert page.containers


def test_claims_of_the_record_come_before_those_of_its_page() -> None:
    html = '<meta property="og:title" content="Page"><meta name="date" content="2024-05-02"><p>At nine.'
    claims = {"title": " Record ", "source": "The Lantern", "authors": ["Edda Frome", 7, " "]}
    hints = read_record(line(html=html, **claims)).hints
    assert hints.title == ("Record", "record: title")
    assert hints.date == ("2024-05-02", "meta: date")
    assert (hints.outlet, hints.authors) == ("The Lantern", ("Edda Frome",))


@pytest.mark.parametrize("authors", ["Edda Frome", ["Edda Frome"], [" Edda Frome", None]])
def test_authors_may_be_a_name_or_a_list(authors: object) -> None:
    assert read_record(line(text=TEXT, author=authors)).hints.authors == ("Edda Frome",)


@pytest.mark.parametrize("authors", [7, {"name": "Edda Frome"}, [], [7], ""])
def test_other_authors_are_none(authors: object) -> None:
    assert read_record(line(text=TEXT, authors=authors)).hints.authors == ()


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (b"ferry", "bad_json", "column 1"),
        (b'{"text": "a" "b"}', "bad_json", "column 14"),
        (b'{"text": ' + b"[" * 100_000, "bad_json", "too deeply"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "bad_json", "number"),
        (b"[]", "json_not_object", "array"),
        (b"null", "json_not_object", "null"),
        (b'"text"', "json_not_object", "string"),
        (b"7.5", "json_not_object", "number"),
        (b"true", "json_not_object", "boolean"),
        (b"{}", "record_without_text", "none"),
        (b'{"title": "Ferry", "id": 7}', "record_without_text", "id, title"),
        (b'{"text": ["a"]}', "record_without_text", "text"),
        (b'{"text": " "}', "record_without_text", "text"),
        (b"%PDF-1.7\n", "binary", "PDF"),
        (bytes(99), "binary", "control"),
    ],
)
def test_the_cause_is_told(data: bytes, reason: str, detail: str) -> None:
    with pytest.raises(ReadError, match=detail) as caught:
        read_record(data)
    assert caught.value.reason == reason


@pytest.mark.parametrize("depth", range(100, 1100, 100))
def test_depth_is_borne_or_told(depth: int) -> None:
    nested = '{"text": "\\u00e9", "n": ' + "[" * depth + "]" * depth + "}"
    try:
        assert read_record(nested.encode()).text == "é"
    except ReadError as error:
        assert error.reason == "bad_json"


def test_lone_surrogates_are_replaced_wherever_they_stand() -> None:
    claims = rb'"title": "\udc00", "author": ["E\ud800"], "source": "\udfff"'
    page = read_record(rb'{"text": "a\ud800b \ud83d\ude00", ' + claims + b"}")
    assert page.text == "a\ufffdb 😀"
    assert page.hints.title == ("\ufffd", "record: title")
    assert (page.hints.authors, page.hints.outlet) == (("E\ufffd",), "\ufffd")
    with pytest.raises(ReadError, match="\ufffd"):
        read_record(rb'{"\ud800": 1}')


@pytest.mark.parametrize("ascii_only", [True, False])
def test_mojibake_is_mended_whether_it_is_escaped_or_not(ascii_only: bool) -> None:
    data = json.dumps({"text": "cafÃ© crÃ¨me", "title": "dÃ©jÃ\u00a0 vu"}, ensure_ascii=ascii_only).encode()
    page = read_record(data)
    assert (page.text, page.flags) == ("café crème", ("mojibake_mended",))
    assert page.hints.title == ("déjà vu", "record: title")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_a_record_may_have_any_encoding(encoding: str) -> None:
    text = "Паром отходит в девять, сказал мэр, и никто не возразил ему ни словом."
    assert read_record(json.dumps({"text": text}, ensure_ascii=False).encode(encoding)).text == text


@pytest.mark.parametrize(
    ("record", "url"), [({"url": "a"}, "a"), ({"uri": "b"}, "b"), ({"url": 7}, None), ({"url": " "}, None)]
)
def test_the_address_is_the_url(record: dict[str, object], url: str | None) -> None:
    assert record_url(record) == url


def test_parsing_gives_the_object() -> None:
    assert parse_record('{"text": "a", "n": NaN}')["text"] == "a"
