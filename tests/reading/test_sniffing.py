"""Content tells text from HTML, and both from binaries."""

import random

import pytest

from copydesk.errors import ReadError
from copydesk.reading.sniffing import refuse_binary, refuse_format, sniff


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><p>Ferry",
        b"\n <HTML lang=en>",
        b"<body class=x>",
        b"<p>The ferry</p><p>leaves</p><br><a href=x>at</a> nine",
        "<html><p>Ferry".encode("utf-16"),
    ],
)
def test_html_is_told_by_its_tags(data: bytes) -> None:
    assert sniff(data) == "text/html"


@pytest.mark.parametrize(
    "data", [b"The ferry leaves.", b"a < b and c > d", b"Write <p> for one.", b"<header> or <bodywork>", b""]
)
def test_other_text_is_plain(data: bytes) -> None:
    assert sniff(data) == "text/plain"


@pytest.mark.parametrize(
    "text", ["ID3 is a car", "PAR1 was a ship", "BZh", "Rar! they cried", "GIF8 ferries", "MZ", "PK", "RIFF"]
)
def test_a_text_may_begin_like_the_name_of_a_format(text: str) -> None:
    refuse_binary(text.encode())


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"%PDF-1.7\n", "PDF"), (b"PK\x03\x04", "ZIP"), (b"\x1f\x8b\x08", "gzip"), (b"PAR1\x15", "Parquet")],
)
def test_a_known_format_is_named(data: bytes, name: str) -> None:
    with pytest.raises(ReadError, match=name) as caught:
        refuse_format(data)
    assert caught.value.reason == "binary"


def test_noise_is_binary() -> None:
    noise = random.Random(1)  # noqa: S311 - no secret
    for _ in range(20):
        with pytest.raises(ReadError, match="control characters"):
            refuse_binary(noise.randbytes(5000))


def test_a_few_control_characters_are_not() -> None:
    refuse_binary(b"\x01ZCZC 042\x02\n" + b"The ferry leaves at nine, the mayor said.\n" * 9 + b"\x03NNNN")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_wide_encodings_are_not_binary(encoding: str) -> None:
    refuse_binary("Паром отходит в девять, сказал мэр.".encode(encoding))
