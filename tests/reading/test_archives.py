"""Records of web archives: which are pages, what they hold, and what of a broken archive is saved."""

import gzip
import io
import zlib
from datetime import UTC, datetime
from functools import partial

import brotli  # type: ignore[import-untyped]  # the package has no types
import pytest
import zstandard

from copydesk.archives import BrokenRecord, read_archive
from copydesk.document import RawDocument
from copydesk.errors import ReadError
from tests.archives import HTML, INFO, URL, answer, block, conversion, packed, record

MAX_BYTES = 200_000
gzipped = partial(
    gzip.compress, mtime=0
)  # without the time of day, which would make other names of tests each second
PAGE = "<!DOCTYPE html><p>The ferry leaves at nine, the keeper of the tower said."
PAGES = [answer(f"{PAGE} Fee {number}.", f"{URL}{number}") for number in range(5)]


def read(data: bytes, max_bytes: int = MAX_BYTES) -> list[RawDocument | BrokenRecord]:
    return list(read_archive(io.BytesIO(data), max_bytes))


def told(data: bytes, max_bytes: int = MAX_BYTES) -> list[str | tuple[int, str]]:
    """Give the last part of the address of each page, number and reason of each broken record."""
    return [
        one.uri.removeprefix(URL) if isinstance(one, RawDocument) else (one.number, one.reason)
        for one in read(data, max_bytes)
    ]


def page_of(data: bytes) -> RawDocument:
    (one,) = read(data)
    assert isinstance(one, RawDocument)
    return one


# --- What a record holds ----------------------------------------------------------------------------------


def test_a_response_is_a_page_with_its_evidence() -> None:
    page = page_of(answer(PAGE))
    assert (page.uri, page.data, page.member) == (f"{URL}fees", PAGE.encode(), True)
    assert page.headers == f"content-type: {HTML}"
    assert page.seen_at == datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    assert page.told is not None
    assert page.told.url == page.uri


def test_a_conversion_is_a_text() -> None:
    page = page_of(conversion("The ferry leaves.", WARC_Refers_To="<urn:uuid:1>"))
    assert (page.data, page.headers) == (b"The ferry leaves.", "content-type: text/plain")


def test_a_resource_has_the_media_type_of_its_record() -> None:
    assert (
        page_of(record(PAGE.encode(), "resource", content_type="text/html")).headers
        == "content-type: text/html"
    )


@pytest.mark.parametrize("pack", [b"".join, lambda records: packed(*records), lambda r: gzipped(b"".join(r))])
def test_an_archive_is_read_plain_and_packed(pack: object) -> None:
    assert callable(pack)
    assert told(pack([INFO, *PAGES])) == ["0", "1", "2", "3", "4"]


def test_an_archive_packed_as_zstd_is_read() -> None:
    frames = zstandard.ZstdCompressor()
    assert told(b"".join(map(frames.compress, PAGES))) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "other",
    [
        INFO,
        record(b"GET / HTTP/1.1\r\n\r\n", "request", content_type="application/http; msgtype=request"),
        record(b"fetchTimeMs: 7\r\n", "metadata", content_type="application/warc-fields"),
        record(block(b"", {"Content-Type": HTML}), "revisit"),
        record(b"203.0.113.7", "response", "dns:norrvik.example", "text/dns"),
        record(b"{}", "resource", "urn:pageinfo:1", "application/json"),
        answer(PAGE, status="404 Not Found"),
        answer(PAGE, status="301 Moved Permanently"),
        answer(PAGE, status="500 Internal Server Error"),
        answer(b"\x89PNG", content_type="image/png"),
        answer("body {}", content_type="text/css"),
        answer(b"\x00" * (MAX_BYTES + 70_000), content_type="video/mp4"),
    ],
)
def test_what_is_no_page_is_passed_over(other: bytes) -> None:
    assert told(packed(other, PAGES[0])) == ["0"]
    with pytest.raises(ReadError, match="none is a page") as caught:
        read(packed(other))
    assert caught.value.reason == "archive_without_pages"


@pytest.mark.parametrize("uri", ["<https://norrvik.example/0>", " https://norrvik.example/0\t"])
def test_an_address_is_tidied(uri: str) -> None:
    assert told(answer(PAGE, uri)) == ["0"]


@pytest.mark.parametrize("date", ["2999-01-01T00:00:00Z", "yesterday", None])
def test_a_time_of_capture_that_cannot_be_is_none(date: str | None) -> None:
    assert page_of(record(block(PAGE.encode()), WARC_Date=date)).seen_at is None


def test_cookies_are_left_behind() -> None:
    page = page_of(record(block(PAGE.encode(), {"Set-Cookie": "a=b", "Content-Type": HTML})))
    assert page.headers == f"content-type: {HTML}"


# --- Encodings of the body --------------------------------------------------------------------------------


def bare_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


def chunked(data: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (data[:9], data[9:])) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzipped(PAGE.encode())),
        ("x-gzip", gzipped(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", bare_deflate(PAGE.encode())),
        ("br", brotli.compress(PAGE.encode())),
        ("zstd", zstandard.compress(PAGE.encode())),
        ("identity", PAGE.encode()),
        ("deflate, GZIP", gzipped(zlib.compress(PAGE.encode()))),
        *(
            (name, PAGE.encode()) for name in ("gzip", "deflate", "br", "zstd")
        ),  # unpacked before, header kept
    ],
)
def test_content_encodings_are_undone(encoding: str, body: bytes) -> None:
    assert page_of(record(block(body, {"Content-Encoding": encoding}))).data == PAGE.encode()


@pytest.mark.parametrize("body", [chunked(PAGE.encode()), PAGE.encode()])
def test_chunks_are_joined_where_they_still_are_there(body: bytes) -> None:
    assert page_of(record(block(body, {"transfer-encoding": "chunked"}))).data == PAGE.encode()


def test_chunks_of_packed_data_are_undone_in_order() -> None:
    headers = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    assert page_of(record(block(chunked(gzipped(PAGE.encode())), headers))).data == PAGE.encode()


BOMB = b" " * 30_000_000


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", gzipped(BOMB), "too_large"),
        ("deflate", zlib.compress(BOMB), "too_large"),
        ("deflate", bare_deflate(BOMB), "too_large"),
        ("br", brotli.compress(BOMB, quality=1), "too_large"),
        ("zstd", zstandard.compress(BOMB), "too_large"),
        ("gzip, gzip", gzipped(gzipped(BOMB)), "too_large"),
        (", ".join(["gzip"] * 5), gzipped(b"x"), "broken_encoding"),
        ("gzip", gzipped(PAGE.encode())[:-12], "broken_encoding"),
        ("gzip", b"\x1f\x8b\x08" + b"?" * 99, "broken_encoding"),
        ("deflate", b"?" * 99, "broken_encoding"),
        ("br", brotli.compress(PAGE.encode())[:-5], "broken_encoding"),
        ("zstd", b"\x28\xb5\x2f\xfd" + b"?" * 99, "broken_encoding"),
        ("lzma", PAGE.encode(), "broken_encoding"),
    ],
)
def test_bombs_and_broken_encodings_are_told(encoding: str, body: bytes, reason: str) -> None:
    one = record(block(body, {"Content-Encoding": encoding}))
    assert told(packed(one, PAGES[0])) == [(1, reason), "0"]


# --- Broken records ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (record(block(PAGE.encode()), Content_Length=None), "broken_record"),
        (record(block(PAGE.encode()), Content_Length="many"), "broken_record"),
        (record(block(PAGE.encode()), Content_Length="-7"), "broken_record"),
        (record(block(PAGE.encode()), Content_Length="9" * 30), "broken_record"),
        (record(block(PAGE.encode()), WARC_Block_Digest=f"sha1:{'A' * 32}"), "wrong_digest"),
        (record(block(PAGE.encode()), uri=None), "record_without_address"),
        (answer("x" * (MAX_BYTES + 1)), "too_large"),
        (answer("x" * (MAX_BYTES + 99_000)), "too_large"),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_broken_record_is_told_and_the_others_are_read(
    broken: bytes, reason: str, *, is_packed: bool
) -> None:
    records = [PAGES[0], broken, PAGES[1], PAGES[2]]
    data = packed(*records) if is_packed else b"".join(records)
    assert told(data) == ["0", (2, reason), "1", "2"]


@pytest.mark.parametrize("error", [500, -50])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_wrong_length_costs_no_more_than_the_record_it_runs_into(error: int, *, is_packed: bool) -> None:
    content = block(PAGE.encode() * 9)
    broken = record(content, Content_Length=str(len(content) + error))
    records = [PAGES[0], broken, PAGES[1], PAGES[2]]
    found = told(packed(*records) if is_packed else b"".join(records))
    assert found[0] == "0"
    assert found[-1] == "2"
    assert any(isinstance(one, tuple) for one in found)


@pytest.mark.parametrize("digest", ["sha256:abcd", "md5:00", "", None])
def test_a_digest_that_cannot_be_checked_is_passed_over(digest: str | None) -> None:
    assert told(record(block(PAGE.encode()), uri=f"{URL}0", WARC_Block_Digest=digest)) == ["0"]


def member_starts() -> list[int]:
    return [sum(len(packed(one)) for one in PAGES[:number]) for number in range(len(PAGES))]


@pytest.mark.parametrize(
    "place", [0, 1, 3, 60, -6, -1]
)  # magic, method, data, checksum and length of a member
def test_a_damaged_member_is_told_and_those_behind_it_are_read(place: int) -> None:
    data = bytearray(packed(*PAGES))
    start = member_starts()[2] if place >= 0 else member_starts()[3]
    data[start + place] ^= 0xFF
    found = told(bytes(data))
    assert [one for one in found if isinstance(one, str) and one != "2"] == ["0", "1", "3", "4"]
    assert sum(isinstance(one, tuple) for one in found) <= 1
    assert ("2" in found) or any(isinstance(one, tuple) for one in found)


def test_damage_at_the_start_costs_the_first_record_only() -> None:
    data = bytearray(packed(*PAGES))
    data[20] ^= 0xFF
    assert told(bytes(data)) == [(1, "broken_record"), "1", "2", "3", "4"]


@pytest.mark.parametrize("cut", [1, 5, 12, 30, 60, 100, 150])
def test_a_packed_archive_that_is_cut_off_says_so(cut: int) -> None:
    found = told(packed(*PAGES)[: member_starts()[3] + cut])
    assert found[:3] == ["0", "1", "2"]
    assert len(found) == 4
    assert isinstance(found[3], tuple)


@pytest.mark.parametrize("cut", [3, 30, 200, -40])
def test_a_plain_archive_that_is_cut_off_says_so(cut: int) -> None:
    ends = len(PAGES[0]) + len(PAGES[1])
    data = b"".join(PAGES[:2]) + PAGES[2][:cut]
    assert len(data) > ends
    found = told(data)
    assert found[:2] == ["0", "1"]
    assert len(found) == 3
    assert isinstance(found[2], tuple)


def test_bytes_between_records_are_told() -> None:
    assert told(PAGES[0] + b"harbour\r\n" * 30 + PAGES[1]) == ["0", (2, "broken_record"), "1"]


def test_zeros_at_the_end_are_told() -> None:
    assert told(packed(*PAGES) + bytes(512)) == ["0", "1", "2", "3", "4", (6, "broken_record")]


def test_a_record_header_without_end_is_told() -> None:
    endless = record(block(b"x"), X_Endless="y" * 300_000)
    assert told(PAGES[0] + endless + PAGES[1]) == ["0", (2, "broken_record"), "1"]


def test_an_archive_of_ruins_is_given_up() -> None:
    ruins = b"WARC/1.0\r\nWARC-Type: response\r\n" * 3000
    found = told(PAGES[0] + ruins + PAGES[1])
    assert len(found) <= 1003
    assert found[-1] == (found[-1][0], "broken_archive")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (gzipped(b""), "no_archive"),
        (b"The ferry leaves at nine.\n" * 40, "broken_record"),
        (gzipped(b"The ferry leaves at nine.\n" * 40), "broken_record"),
        (PAGE.encode(), "broken_record"),
        (bytes(5000), "broken_record"),
    ],
)
def test_what_is_no_archive_leaves_a_row(data: bytes, reason: str) -> None:
    try:
        found = [one[1] for one in told(data) if isinstance(one, tuple)]
    except ReadError as error:
        found = [error.reason]
    assert found == [reason]
