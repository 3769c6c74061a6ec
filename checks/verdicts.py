"""What an article must be to count: named expressions over its columns, each with severity, sentence and cure.

A reject sends the document to quarantine; a warning becomes a flag of the article. Adding one is adding a line.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

Severity = Literal["reject", "warn"]

_FEWEST_WORDS = 25
_EARLIEST = pl.date(1850, 1, 1)  # older than the oldest newspaper archives in digital collections


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule of the gate: rows for which `fires` is true get the verdict."""

    reason: str
    severity: Severity
    fires: pl.Expr
    detail: pl.Expr


def _flagged(flag: str) -> pl.Expr:
    return pl.col("flags").list.contains(flag)


def _ratio(pattern: str) -> pl.Expr:
    """Give the share of the decoded text that a pattern matches."""
    return pl.col("text").str.count_matches(pattern) / pl.col("char_count")


_BODY_LENGTH = pl.col("body").str.len_chars()
# Counted by threes: words are made of them, scattered letters are not. Marks between letters write vowels in the
# scripts of India; marks alone are no words.
_LETTERS = 3 * pl.col("body").str.count_matches(r"(?:\p{L}\p{M}*){3}")
_REPLACED = _ratio("\ufffd")
_CONTROL = _ratio(r"[\x00-\x08\x0e-\x1f\x7f]")

# Pages that cleaning recognises as no article; each is a reason of its own.
_PAGE_KINDS = {
    "consent_wall": "The page asks for consent to cookies and shows no article",
    "login_page": "The page asks to log in and shows no article",
    "error_page": "The page is an error message of the site",
    "challenge_page": "The page checks for robots and shows no article",
    "access_denied": "The site denied access and showed no article",
    "geo_block": "The site shows no article to the country it was fetched from",
    "parked_domain": "The domain is for sale, expired or not set up: there is no site",
    "paywall": "The page asks to subscribe and shows hardly any of the article",
    "section_front": "The page is a list of links, not an article",
    "empty_shell": "The page is an empty shell whose text a script would fetch",
}

VERDICTS: tuple[Verdict, ...] = (
    *(Verdict(flag, "reject", _flagged(flag), pl.lit(sentence)) for flag, sentence in _PAGE_KINDS.items()),
    Verdict(
        "garbage",
        "reject",
        (_REPLACED > 0.02) | (_CONTROL > 0.02) | ((_BODY_LENGTH > 0) & (_LETTERS < 0.3 * _BODY_LENGTH)),
        pl.format(
            "Of the text {}% cannot be decoded, {}% are control characters; of the body {}% are letters",
            (_REPLACED * 100).round(1),
            (_CONTROL * 100).round(1),
            (_LETTERS / _BODY_LENGTH.clip(lower_bound=1) * 100).round(0).cast(pl.Int64),
        ),
    ),
    Verdict("empty", "reject", _BODY_LENGTH == 0, pl.lit("No part of the text reads like an article")),
    Verdict(
        "too_short",
        "reject",
        pl.col("word_count") < _FEWEST_WORDS,
        pl.format(f"The body has {{}} words; an article has at least {_FEWEST_WORDS}", pl.col("word_count")),
    ),
    Verdict(
        "date_impossible",
        "reject",
        (pl.col("published_on") > pl.col("today").dt.offset_by("2d")) | (pl.col("published_on") < _EARLIEST),
        pl.format("The day of publication, {}, is in the future or before 1850", pl.col("published_on")),
    ),
    Verdict(
        "title_is_site_name",
        "warn",
        pl.col("title").str.to_lowercase() == pl.col("outlet").str.to_lowercase(),
        pl.lit("The title is the name of the site"),
    ),
    Verdict(
        "mostly_boilerplate",
        "warn",
        0.15 * pl.col("char_count") > _BODY_LENGTH,
        pl.lit("Less than 15% of the text was kept"),
    ),
    Verdict(
        "language_undetermined", "warn", pl.col("language") == "und", pl.lit("The language cannot be told")
    ),
)

_OUR_FAULT = "This is a fault of Copydesk: please report it; after an update run: copydesk quarantine retry"
# What a person can do about a reason, for every stage; the key is the reason.
CURES: dict[str, str] = {
    "no_permission": "Give this user the right to read it, then run: copydesk quarantine retry",
    "broken_link": "Mend or remove the link, then run: copydesk quarantine retry",
    "vanished": "Put the file back, then run: copydesk quarantine retry",
    "not_a_file": "Give regular files; save a stream to a file first",
    "unreadable": "Check the disk and the file, then run: copydesk quarantine retry",
    "too_large": "Split it into documents, or raise COPYDESK_MAX_BYTES and run: copydesk quarantine retry",
    "broken_gzip": "Fetch the file again: its gzip data is incomplete or damaged",
    "gzip_bomb": "If the file is honest, unpack it yourself or raise COPYDESK_MAX_UNPACKED_RATIO, and retry",
    "no_archive": "Fetch the archive again, or give the file its right name: it holds no WARC record",
    "archive_without_pages": "Keep the archive out of the folder, or fetch the part of the crawl with the pages",
    "broken_record": "Fetch the archive again; if it is like that at its source, nothing brings the record back",
    "broken_archive": "Fetch the archive again: too much of it is damaged to be read",
    "truncated_archive": "Fetch the archive again: its end is missing",
    "truncated_record": "Fetch the archive again; if it is like that at its source, fetch the page",
    "wrong_digest": "Fetch the archive again; if the digest is wrong at its source, fetch the page",
    "broken_encoding": "Fetch the page again: it does not unpack as its HTTP headers say",
    "record_without_address": "Give the record a WARC-Target-URI, or take the page out of the archive",
    "empty_file": "Fetch the file again or remove it: there is nothing in it",
    "no_text": "Check the source: the document has markup or blanks but no words",
    "binary": "Convert it to text or HTML first, or keep such files out of the folder",
    "too_deep": "Fetch the page again or remove it: no site nests its markup like that",
    "bad_json": "Mend the line: it must be one JSON object",
    "json_not_object": "Write each record as one JSON object a line, with `text` or `html`",
    "record_without_text": "Put the document into a field named `text` or `html`",
    "cleaning_error": _OUR_FAULT,
    "span_ledger_broken": _OUR_FAULT,
    "contract_broken": _OUR_FAULT,
    "garbage": "Find out the file's real encoding or format and convert it to UTF-8",
    "date_impossible": "Correct the date in the record or the page, or waive it: copydesk quarantine waive ID",
    "empty": "Check the source; if there is an article in it, please report it, with the file if you may",
    "consent_wall": "Fetch the page again with consent given",
    "login_page": "Fetch the page again with a login",
    "error_page": "Fetch the page again, or remove it: the site had no article to show",
    "section_front": "Fetch the articles it links to, and keep such pages out of the folder",
    "paywall": "Fetch the page again with a subscription",
    "challenge_page": "Fetch the page again from a browser",
    "access_denied": "Fetch the page again more slowly, or ask the site for access",
    "geo_block": "Fetch the page again from a country that the site serves",
    "parked_domain": "Take the address off the list: the site is gone; an archive may hold its pages",
    "empty_shell": "Fetch the page again from a browser that runs its scripts",
}
DEFAULT_CURE = "If it is an article after all, load it with: copydesk quarantine waive ID"
