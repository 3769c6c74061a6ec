"""Bytes -> characters: byte-order marks, UTF-8, declared and detected encodings, mojibake."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

import charset_normalizer
import ftfy

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Lead bytes of UTF-8 read as Windows-1252 (or -1251): the traces of text decoded wrongly once before.
# The C1 controls are the quotation marks and dashes of Windows-1252 read as Latin-1.
_MOJIBAKE = re.compile(
    r"â€[\u0080-\u2122]|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|Ð[\u0080-\u00bf]Ñ|Р[°-џ][РС][\u0080-џ]Р|[\u0091-\u0097]"
)
_LEAD_MARKS = ("â", "Ã", "Â", "Ð", "Р", *map(chr, range(0x91, 0x98)))
_FEWEST_TRACES = 2
_LONGEST_SEARCHED = 200_000  # characters
# What stands 16 characters or more from all that is not ASCII.
_FAR = re.compile(r"(?<=[\x00-\x7f]{16})([\x00-\x7f]{16,})(?=[\x00-\x7f]{16})")
_LOW = bytes(range(0x11))
_SAMPLE = 65536  # bytes shown to the detector: its cost grows with length, its verdict hardly
_RARE = 0.02  # share of bytes beyond ASCII below which a detector guesses at random
_MOST_REPLACED = 0.01  # share of the characters that may be damage before an encoding counts as the wrong one
# What the detector may answer: the code pages that news was written in. Unrestricted it takes Spanish in
# Windows-1252 for DOS Baltic.
_CODE_PAGES = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 big5 euc_jp "
    "gb18030 iso8859_2 iso8859_5 iso8859_7 iso8859_8 koi8_r mac_cyrillic mac_roman"
).split()
# The wider code page that pages mean by a label; facts of the Encoding Standard.
_LABELS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that gave it, and flags.

    `replaced_bytes`, `encoding_guessed`, `mojibake`, `mojibake_mended`.
    """

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None, transport: str | None = None) -> Decoded:
    """Decode by byte-order mark, as UTF-8, as HTTP says, as declared, else as detected; never drop a byte unseen.

    The order is that of the HTML standard (13.2.3.2), but what is valid UTF-8 is that whatever is said of it, and a
    charset in which the bytes are no text gives way. Bytes that fit no encoding become U+FFFD and the flag
    `replaced_bytes`.
    """
    if form := unicode_form(data):
        return _mended(_lenient(data, form))
    if b"\x1b" in data and b"\x1b$B" in data[:_SAMPLE] and (text := _try(data, "iso2022_jp")) is not None:
        return Decoded(text, "iso2022_jp")
    try:
        return _mended(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        # A few broken bytes in otherwise sound UTF-8 are damage, not another encoding.
        lenient = _lenient(data, "utf-8")
        return _mended(lenient) if _is_mostly_utf8(lenient.text) else _legacy(data, declared, transport)


def unicode_form(data: bytes) -> str | None:
    """Name the encoding that a byte-order mark tells, or UTF-16 where the pattern of the bytes does."""
    marked = (encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark))
    return next(marked, None) or _utf16_order(data[:4096])


def is_wide(data: bytes) -> bool:
    """Tell UTF-16 and UTF-32, half of whose bytes look like control characters."""
    return unicode_form(data) not in (None, "utf-8-sig")


def encodable(text: str) -> str:
    """Replace lone surrogates (JSON can escape them, no encoding can hold them)."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo one wrong decoding where the library is sure of it; the words change, so a flag says so."""
    if not _has_traces(text, _FEWEST_TRACES):
        return text, ()
    mended, steps = _fix(text)
    if steps and not _has_traces(mended, 1) and "\ufffd" not in mended:
        return mended, ("mojibake_mended",)
    return text, ("mojibake",)


def _fix(text: str) -> tuple[str, list[ftfy.ExplanationStep] | None]:
    """Give the text as the library mends it, and its steps.

    The library looks at a few characters around what is not ASCII; shown no more, it takes a twentieth of the time.
    """
    parts = _FAR.split(text)
    fixed, steps = ftfy.fix_encoding_and_explain("\0".join(parts[::2]))
    if fixed.count("\0") != len(parts) // 2:  # the text has a NUL of its own
        return ftfy.fix_encoding_and_explain(text)
    parts[::2] = fixed.split("\0")
    return "".join(parts), steps


def _has_traces(text: str, fewest: int) -> bool:
    """Tell whether there are so many traces; trying the expression at each character of a page took a millisecond."""
    found = 0
    for lead in _LEAD_MARKS:
        at = text.find(lead, 0, _LONGEST_SEARCHED)
        while at >= 0:
            found += _MOJIBAKE.match(text, at) is not None
            if found == fewest:
                return True
            at = text.find(lead, at + 1, _LONGEST_SEARCHED)
    return False


def _utf16_order(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark: nearly every other byte is the small number of an alphabet's block.

    Latin is block 0, Cyrillic 4, Thai 0x0E; only there the other bytes are often small as well.
    """
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = (1 - len(sample[start::2].translate(None, _LOW)) / half for start in (0, 1))
    if max(even, odd) < 0.8 or min(even, odd) > 0.35:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return Decoded(text, encoding, ("replaced_bytes",) if "\ufffd" in text else ())


def _is_mostly_utf8(lenient: str) -> bool:
    replaced_count = lenient.count("\ufffd")
    return len(lenient) - len(lenient.encode("ascii", "ignore")) >= 3 * replaced_count


def _legacy(data: bytes, declared: str | None, transport: str | None) -> Decoded:
    for encoding in _candidates(data, declared, transport):
        decoded = _lenient(data, encoding)
        if decoded.text.count("\ufffd") <= _MOST_REPLACED * len(decoded.text):
            return decoded
    guessed = _lenient(data, "cp1252")
    return Decoded(guessed.text, guessed.encoding, (*guessed.flags, "encoding_guessed"))


def _candidates(data: bytes, declared: str | None, transport: str | None) -> Iterator[str]:
    """Give encodings worth a try: what HTTP says, what the page declares, then what a library detects."""
    # In UTF-16 a space or a line break has a NUL: without one the bytes are none, though they may decode.
    if transport and transport.lower().startswith("utf-16") and b"\0" in data:
        yield "utf-16-be" if transport.lower().endswith("be") else "utf-16-le"
    for label in (transport, declared):
        if label and (encoding := _code_page(label)):
            yield encoding
    sample = _sample(data)
    if len(sample) - len(sample.decode("ascii", "ignore")) < _RARE * len(sample):
        yield "cp1252"
        return
    # Half a character at the end hides the encoding of the whole sample, damage that of its line.
    for part in dict.fromkeys((sample, sample[:-1], max(sample.splitlines(), key=len))):
        if encoding := _detected(part):
            yield encoding


def _code_page(label: str) -> str | None:
    """Give the codec for a declared label, or None for one in which the label could not have been read."""
    try:
        name = codecs.lookup(label).name
        name = _LABELS.get(name, name)
        # UTF-16, EBCDIC and Python's own escapes, which are no encodings of pages, fail this.
        return name if rb"<p>\u0041+AEE-".decode(name, "replace") == r"<p>\u0041+AEE-" else None
    except (LookupError, UnicodeError):
        return None


def _sample(data: bytes) -> bytes:
    """Cut the start off where no character of two bytes is cut in half: after a space, a sign or a line."""
    if len(data) <= _SAMPLE:
        return data
    whole = re.match(rb".*[\x00-\x2f]", data[:_SAMPLE], re.DOTALL)
    return whole[0] if whole else data[:_SAMPLE]


def _detected(sample: bytes) -> str | None:
    """Name the most likely code page; between the Western and the Central European, letters decide.

    They share most letters, and of equals the library names the first by number: Spanish came out Czech.
    """
    matches = list(charset_normalizer.from_bytes(sample, cp_isolation=_CODE_PAGES))
    if not matches:
        return None
    best = matches[0]
    western = next((match for match in matches if match.encoding == "cp1252"), None)
    if western is None or best.encoding not in ("cp1250", "iso8859_2"):
        return best.encoding
    is_about_as_likely = western.chaos <= best.chaos and western.coherence > best.coherence - 0.06
    return "cp1252" if is_about_as_likely and not _is_central_european(sample) else best.encoding


def _is_central_european(sample: bytes) -> bool:
    """Tell Czech, Polish, Croatian, Hungarian and Romanian by letters that Western bytes do not turn into."""
    letters = set(sample.decode("cp1250", "ignore"))
    is_hungarian = "ő" in letters and "ă" not in letters  # Portuguese õ and ã would turn into both
    return is_hungarian or {"ţ", "ă"} <= letters or not letters.isdisjoint("šžťľłąź")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _mended(decoded: Decoded) -> Decoded:
    text, flags = mend(decoded.text)
    return Decoded(text, decoded.encoding, (*decoded.flags, *flags))
