"""A JSON record (one line of a .jsonl file) -> the page it carries, with its claims as hints."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from copydesk.document import Hints, Page
from copydesk.errors import ReadError
from copydesk.reading.encoding import Decoded, decode, encodable, mend
from copydesk.reading.hints import merge_hints
from copydesk.reading.html import page_of_html
from copydesk.reading.sniffing import refuse_binary
from copydesk.reading.text import page_of_text

# Names that corpora use for the same field; the first that holds text counts.
TEXT_KEYS = ("text", "raw_text", "body", "content")
HTML_KEYS = ("html", "raw_html")
TITLE_KEYS = ("title", "headline")
DATE_KEYS = ("date", "published_on", "published_at", "publish_date", "date_publish")
SOURCE_KEYS = ("source", "outlet", "source_domain")
AUTHOR_KEYS = ("authors", "author")
URL_KEYS = ("url", "uri")
_KINDS = {list: "array", str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
_TOO_DEEP = "The line is JSON nested too deeply to be a record"


def read_record(data: bytes, charset: str | None = None) -> Page:
    """Read a record with `text` or `html` and, optionally, `url`, `title`, `date`, `source`, `authors`.

    `charset` is what HTTP says. Raises ReadError for what is no JSON object or carries no text.
    """
    refuse_binary(data)
    decoded = _unescaped(decode(data, transport=charset))
    record = parse_record(decoded.text)
    hints = Hints(
        title=_claim(record, TITLE_KEYS),
        date=_claim(record, DATE_KEYS),
        outlet=_text(record, SOURCE_KEYS),
        authors=_authors(record),
        url=record_url(record),
    )
    if html := _text(record, HTML_KEYS):
        page = page_of_html(html, decoded.encoding, decoded.flags)
        return replace(page, media_type="application/json", hints=merge_hints(hints, page.hints))
    if text := _text(record, TEXT_KEYS):
        page = page_of_text(text, decoded.encoding, decoded.flags, hints)
        return replace(page, media_type="application/json")
    keys = ", ".join(sorted(map(str, record)))[:80] or "none"
    raise ReadError("record_without_text", f"The JSON record has no `text` or `html` (its keys: {keys})")


def parse_record(line: str) -> Mapping[str, Any]:
    """Parse one line as a JSON object. Raises ReadError with the column of the fault."""
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError("bad_json", f"The line is no JSON: {error.msg} at column {error.colno}") from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise ReadError("bad_json", "The line is JSON with a number too long to be one") from error
    except RecursionError as error:
        raise ReadError("bad_json", _TOO_DEEP) from error
    if not isinstance(record, dict):
        raise ReadError("json_not_object", f"The line is a JSON {_KINDS[type(record)]}, not an object")
    return record


def record_url(record: Mapping[str, Any]) -> str | None:
    """Give the address a record claims."""
    return _text(record, URL_KEYS)


def _unescaped(decoded: Decoded) -> Decoded:
    """Write a record's escapes out where they hide what no text may hold: lone surrogates, mojibake."""
    if "\\u" not in decoded.text:
        return decoded
    try:
        text, flags = mend(encodable(json.dumps(parse_record(decoded.text), ensure_ascii=False)))
    except RecursionError as error:
        raise ReadError("bad_json", _TOO_DEEP) from error
    return Decoded(text, decoded.encoding, tuple(dict.fromkeys(decoded.flags + flags)))


def _text(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    values = (record.get(key) for key in keys)
    return next((value for value in values if isinstance(value, str) and value.strip()), None)


def _claim(record: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[str, str] | None:
    key = next((key for key in keys if _text(record, (key,))), None)
    return (str(record[key]).strip(), f"record: {key}") if key else None


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    value: object = next((record[key] for key in AUTHOR_KEYS if record.get(key)), [])
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(name.strip() for name in names if isinstance(name, str) and name.strip())
