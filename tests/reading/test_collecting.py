"""Paths become raw documents, one at a time, or failures that say why."""

import gzip
import json
import os
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from copydesk.collecting import Failure, address, collect, find_files, path_at
from copydesk.document import RawDocument
from copydesk.errors import UsageError
from copydesk.settings import Settings


def arrivals_of(*paths: Path | str, max_bytes: int = 100_000) -> list[RawDocument | Failure]:
    return list(collect(map(str, paths), Settings(max_bytes=max_bytes)))


def shown(arrivals: Iterable[RawDocument | Failure]) -> list[tuple[str, bytes | str]]:
    """Give the end of each address with what was found there."""
    return [(Path(one.uri).name, one.reason if isinstance(one, Failure) else one.data) for one in arrivals]


def write(path: Path, content: bytes = b"Ferry") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_folders_globs_and_files_are_found_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.html", ".hidden.txt", "a/.git/config", "c/d/e.txt"):
        write(tmp_path / name)
    found = find_files([str(tmp_path), str(tmp_path / "a" / "*.txt"), str(tmp_path / "b.txt")])
    assert found == [str(tmp_path / name) for name in ("b.txt", "a/1.html", "a/2.txt", "c/d/e.txt")]


def test_a_name_may_look_like_a_pattern_or_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a[1]*.txt", "~$ferry.txt", "~nobody-at-all", "-rf"):
        write(tmp_path / name)
        assert find_files([name]) == [str(tmp_path / name)]


@pytest.mark.parametrize("given", ["nowhere.txt", "*.nothing", "a" * 300, "nul\0.txt"])
def test_what_names_nothing_is_wrong_usage(given: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        find_files([str(tmp_path / given)])


def test_links_to_folders_are_told_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "real" / "ferry.txt")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "loop").symlink_to(".")
    assert shown(arrivals_of(*find_files([str(tmp_path)]))) == [
        ("link", "not_a_file"),
        ("loop", "not_a_file"),
        ("ferry.txt", b"Ferry"),
    ]
    assert shown(arrivals_of(*find_files([str(tmp_path / "link")]))) == [("ferry.txt", b"Ferry")]


def test_a_folder_that_could_not_be_listed_is_read_when_it_can(tmp_path: Path) -> None:
    write(tmp_path / "opened" / "deeper" / "ferry.txt")
    (tmp_path / "opened" / "empty").mkdir()
    assert shown(arrivals_of(tmp_path / "opened", tmp_path / "opened" / "empty")) == [("ferry.txt", b"Ferry")]


def test_what_is_gone_has_vanished(tmp_path: Path) -> None:
    assert shown(arrivals_of(tmp_path / "gone.txt")) == [("gone.txt", "vanished")]


def test_an_address_can_be_shown_and_stored(tmp_path: Path) -> None:
    name = os.fsdecode("паром ".encode() + b"\xff\n\x85") + "\u2028😀.txt"
    assert address(str(tmp_path / name)) == rf"{tmp_path}/паром \xff\u000a\x85\u2028😀.txt"
    assert address(str(tmp_path / "dir" / "plain.txt")) == f"{tmp_path}/dir/plain.txt"


@pytest.mark.parametrize(
    "name", [b"plain.txt", b"f\xe9rry \xff\n\xc2\x85.txt", rb"written \xff\u000a.txt", b"a#1"]
)
def test_an_address_leads_back_to_its_path(name: bytes, tmp_path: Path) -> None:
    path = write(tmp_path / os.fsdecode(name))
    assert path_at(address(str(path))) == str(path)
    assert shown(arrivals_of(path_at(address(str(path))))) == [(Path(address(str(path))).name, b"Ferry")]


def test_the_target_of_a_broken_link_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(os.fsdecode(b"nowhere\xff"))
    (failure,) = arrivals_of(tmp_path / "link.txt")
    assert isinstance(failure, Failure)
    assert failure.detail == r"The link points to nowhere\xff, which does not exist"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.txt", "text/plain"),
        ("a.HTM", "text/html"),
        ("a.b.html.gz", "text/html"),
        ("a.json", "application/json"),
        ("a", None),
        ("a.gz", None),
        ("a.2024.bak", None),
    ],
)
def test_the_name_tells_the_media_type(name: str, media_type: str | None, tmp_path: Path) -> None:
    (document,) = arrivals_of(write(tmp_path / name))
    assert isinstance(document, RawDocument)
    assert document.media_type == media_type


LINES = [b'{"text": "a"}', b"", b" \t", b'{"text": "b", "url": " https://lantern.example/b "}', b"broken"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [b"", b"\n"])
def test_lines_are_numbered_from_one_and_blank_ones_counted(end: bytes, last: bytes, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", end.join(LINES) + last)
    arrivals = arrivals_of(path)
    assert [one.uri for one in arrivals] == [f"{path}#1", "https://lantern.example/b", f"{path}#5"]
    assert all(isinstance(one, RawDocument) and one.member for one in arrivals)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_lines_in_wide_encodings_end_at_line_feeds_only(encoding: str, tmp_path: Path) -> None:
    records = [json.dumps({"text": f"Паром\u2028отходит\x85 {n}"}, ensure_ascii=False) for n in range(3)]
    arrivals = arrivals_of(write(tmp_path / "a.jsonl", "\r\n".join(records).encode(encoding)))
    assert [one.data.decode() for one in arrivals if isinstance(one, RawDocument)] == records


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_line_that_is_too_long_is_told_and_the_next_read(encoding: str, tmp_path: Path) -> None:
    text = "\n".join(["a" * 1000, "a" * 1001, "a" * 9999, "b"])
    arrivals = arrivals_of(write(tmp_path / "a.jsonl", text.encode(encoding)), max_bytes=1000)
    assert shown(arrivals) == [
        ("a.jsonl#1", b"a" * 1000),
        ("a.jsonl#2", "too_large"),
        ("a.jsonl#3", "too_large"),
        ("a.jsonl#4", b"b"),
    ]


@pytest.mark.parametrize("content", [b"", b"\n", b" \n\r\n", b"\xff\xfe"])
def test_a_file_without_a_record_leaves_a_trace(content: bytes, tmp_path: Path) -> None:
    assert shown(arrivals_of(write(tmp_path / "a.jsonl", content))) == [("a.jsonl", "empty_file")]


@pytest.mark.parametrize("size", [0, 999, 1000])
def test_documents_up_to_the_limit_are_read(size: int, tmp_path: Path) -> None:
    for name, content in (("a.txt", b"a" * size), ("b.txt.gz", gzip.compress(b"a" * size))):
        assert shown(arrivals_of(write(tmp_path / name, content), max_bytes=1000)) == [(name, b"a" * size)]


@pytest.mark.parametrize("content", [b"a" * 1001, gzip.compress(b"a" * 1001)], ids=["plain", "packed"])
def test_larger_documents_are_not(content: bytes, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", content)
    assert shown(arrivals_of(path, max_bytes=1000)) == [("a.txt", "too_large")]


def test_lines_before_the_fault_of_a_packed_file_are_read(tmp_path: Path) -> None:
    noise = random.Random(3)  # noqa: S311 - no secret
    records = [json.dumps({"text": noise.randbytes(500).hex()}) for _ in range(200)]
    packed = gzip.compress("\n".join(records).encode())
    *read, failure = arrivals_of(write(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2]))
    assert len(read) > 80
    assert [one.data.decode() for one in read if isinstance(one, RawDocument)] == records[: len(read)]
    assert shown([failure]) == [("a.jsonl.gz", "broken_gzip")]


def test_an_address_from_a_record_can_be_stored(tmp_path: Path) -> None:
    content = rb'{"text": "a", "url": "https://lantern.example/\ud800\n\u0000"}'
    (document,) = arrivals_of(write(tmp_path / "a.jsonl", content))
    assert document.uri == r"https://lantern.example/\ud800\u000a\u0000"
