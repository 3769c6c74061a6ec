"""Where reading an archive can go on behind what is broken, and whether its end is there."""

import re
import zlib
from collections.abc import Callable
from typing import BinaryIO

_STEP = 65_536
_PACKED_STEP = 8_192  # bytes, which unpack to 8 MiB at most
_GZIP_MEMBER = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"WARC/\d\.\d{1,2}\r\n[A-Za-z-]{1,24}:")
_LONGEST_MARK = 40  # bytes of it, headers being shorter than that


def find_record(file: BinaryIO, start: int) -> int | None:
    """Give the byte at or behind `start` at which the next record begins, None where none does.

    In a gzip file that is the next member that unpacks to the beginning of a record; zstd files are given up.
    """
    file.seek(0)
    if file.read(2) == _GZIP_MEMBER[:2]:
        return _find(file, start, re.compile(re.escape(_GZIP_MEMBER)), _opens_record)
    return _find(file, start, _RECORD, lambda file, at: True)


def is_cut_off(file: BinaryIO, start: int) -> bool:
    """Tell whether a gzip file ends within a member, going through the members from `start` on."""
    file.seek(start)
    inflater, is_begun = zlib.decompressobj(31), False
    try:
        while data := file.read(_PACKED_STEP):
            while data:
                inflater.decompress(data)
                is_begun = not inflater.eof
                data = inflater.unused_data
                if inflater.eof:
                    inflater = zlib.decompressobj(31)
    except zlib.error:  # no gzip, or no more of it
        return False
    return is_begun


def _find(
    file: BinaryIO, start: int, mark: re.Pattern[bytes], is_record: Callable[[BinaryIO, int], bool]
) -> int | None:
    """Give the first place of a mark that is a record's, read in steps that overlap by the length of a mark."""
    at, overlap = start, b""
    while True:
        file.seek(at)
        data = file.read(_STEP)
        if not data:
            return None
        window, first = overlap + data, at - len(overlap)
        for match in mark.finditer(window):
            if is_record(file, first + match.start()):
                return first + match.start()
        at += len(data)
        overlap = window[-_LONGEST_MARK:]


def _opens_record(file: BinaryIO, at: int) -> bool:
    """Tell whether a gzip member begins at a byte and holds the beginning of a record."""
    file.seek(at)
    try:
        return zlib.decompressobj(31).decompress(file.read(_PACKED_STEP), 5) == b"WARC/"
    except zlib.error:
        return False
