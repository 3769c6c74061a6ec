"""Blocks -> spans with roles -> an Article. Rules are data (the .toml files), algorithms are code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copydesk.cleaning.claims import find_copyright, read_authors
from copydesk.cleaning.draft import Piece, bounds_of, lay_out, normalise, tile
from copydesk.cleaning.glue import cut_bylines, cut_captions, cut_dateline, cut_leading_date, cut_tags
from copydesk.cleaning.headline import read_headline
from copydesk.cleaning.judging import LONGEST_JUDGED, judge_lines
from copydesk.cleaning.kinds import cut_flag, no_article_flag
from copydesk.cleaning.labeller.model import Model, load_model
from copydesk.cleaning.publication import read_publication_day
from copydesk.cleaning.rules import Verdict
from copydesk.cleaning.selection import select_bodies, trim_body
from copydesk.cleaning.threads import read_threads
from copydesk.document import Article, Comment, Page, Paragraph
from copydesk.reporting.datelines import Dateline
from copydesk.reporting.language import count_words, detect_language

# Raise it with every change of what cleaning gives: `copydesk rebuild` re-cleans older articles.
RULES_VERSION = 7

_MINOR = 1 / 3
_CAPTION, _SIGNUP_BOX = Verdict("caption", "html.figcaption"), Verdict("boilerplate", "html.signup_box")
_CAPTION_MARKS = frozenset({"figcaption", "caption", "legende", "bildunterschrift"})
_SIGNUP_MARKS = frozenset({"newsletter", "newsletters", "signup", "subscribe", "subscription"})


def prepare(pages: Sequence[Page]) -> list[tuple[list[Piece], list[Comment]]]:
    """Lay pages out in pieces, with the roles that rules and the grammar of threads give, and their comments."""
    drafts = [cut_captions(page, cut_leading_date(page, lay_out(page))) for page in pages]
    verdicts = judge_lines(piece.text for pieces in drafts for piece in pieces if piece.role is None)
    prepared = []
    for page, pieces in zip(pages, drafts, strict=True):
        _apply_rules(pieces, verdicts)
        prepared.append(read_threads(page, cut_bylines(page, pieces)))
    return prepared


def clean_page(page: Page, labeller: Model | None = None) -> Article:
    """Clean one page: give every character a role and read the article off the roles."""
    return clean_pages([page], labeller)[0]


def clean_pages(pages: Sequence[Page], labeller: Model | None = None) -> list[Article]:
    """Clean a batch of pages, each as if it were alone: the labeller takes a fraction of the time for many at once.

    `labeller` takes the place of the one that comes with the package: validation needs those that have not seen a site.
    """
    prepared = prepare(pages)
    select_bodies(pages, [pieces for pieces, _ in prepared], labeller)
    drafts = [_settle(page, *one) for page, one in zip(pages, prepared, strict=True)]
    # One after the other, so that the language model stays in the processor's cache: a third of the time.
    languages = [detect_language(draft.body or draft.page.text) for draft in drafts]
    return [_read_article(draft, language) for draft, language in zip(drafts, languages, strict=True)]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A document all of whose pieces have their roles, with what was read off them on the way."""

    page: Page
    pieces: list[Piece]
    comments: list[Comment]
    title: str | None
    title_source: str | None
    dateline: Dateline | None
    paragraphs: tuple[Paragraph, ...]
    body: str  # what its language is told by, whether it is an article or not
    word_count: int
    flags: tuple[str, ...]


def _settle(page: Page, pieces: list[Piece], comments: list[Comment]) -> _Draft:
    """Give the pieces that are left their roles: title, ends of the body, what surrounds it."""
    if not any(piece.role == "comment" for piece in pieces):
        comments = []  # the labeller took what looked like a thread for the article
    title, title_source = read_headline(page, pieces)
    pieces, dateline = _cut_ends(page, pieces)
    paragraphs = _paragraphs(page, pieces)
    body = "\n\n".join(paragraph.text for paragraph in paragraphs)
    word_count = count_words(body)
    kept = [piece for piece in pieces if piece.role in ("body", "subheading")]
    kind = no_article_flag(page, title, kept, word_count, len(comments))
    flag = kind or cut_flag(pieces)
    if kind:
        _empty_body(pieces, kind)
        paragraphs, word_count = (), 0
    _assign_rest(page, pieces)
    flags = (*page.flags, *([flag] if flag else []))
    return _Draft(page, pieces, comments, title, title_source, dateline, paragraphs, body, word_count, flags)


def _read_article(draft: _Draft, language: str) -> Article:
    """Read an article off the roles of its pieces."""
    page, pieces, dateline = draft.page, draft.pieces, draft.dateline
    copyright_line = find_copyright(pieces)
    published_on, evidence = read_publication_day(page, pieces, dateline, copyright_line, language)
    return Article(
        text=page.text,
        media_type=page.media_type,
        encoding=page.encoding,
        spans=tile(page.text, pieces),
        paragraphs=draft.paragraphs,
        comments=tuple(draft.comments),
        title=draft.title,
        title_source=draft.title_source,
        deck=_joined(pieces, "deck"),
        published_on=published_on,
        published_evidence=evidence,
        dateline_place=dateline.place if dateline else None,
        agency=dateline.agency if dateline else None,
        outlet=normalise(page.hints.outlet or "") or None,
        authors=read_authors(page, pieces),
        copyright_holder=copyright_line.holder if copyright_line else None,
        copyright_year=copyright_line.year if copyright_line else None,
        language=language,
        word_count=draft.word_count,
        flags=draft.flags,
        rules_version=RULES_VERSION,
    )


def _cut_ends(page: Page, pieces: list[Piece]) -> tuple[list[Piece], Dateline | None]:
    """Cut off what is glued to the ends of the body, and what hung on it."""
    pieces, dateline = cut_dateline(page, pieces)
    pieces = cut_tags(page, pieces)
    trim_body(page, pieces)
    return pieces, dateline


def _apply_rules(pieces: list[Piece], verdicts: Mapping[str, Verdict]) -> None:
    """Give roles to lines that their markup or their words give away."""
    judged = [piece for piece in pieces if piece.role is None and len(piece.text) <= LONGEST_JUDGED]
    marked = [(piece, verdict) for piece in judged if piece.block.marks and (verdict := _marked(piece))]
    if marked and _is_minor([piece for piece, _ in marked], pieces):
        for piece, verdict in marked:
            piece.mark(verdict.role, verdict.rule)
    for piece in judged:
        if piece.role is None and (verdict := verdicts.get(piece.text)):
            piece.mark(verdict.role, verdict.rule)
    captions = {piece.text for piece in pieces if piece.role == "caption"}
    for piece in judged if captions else ():
        if piece.role is None and piece.text in captions:
            piece.mark("caption", "caption.repeated")


def _marked(piece: Piece) -> Verdict | None:
    """Give the verdict on a piece by the names of what it stands in."""
    marks = piece.block.marks
    if not marks.isdisjoint(_CAPTION_MARKS):
        return _CAPTION
    return _SIGNUP_BOX if "aside" in marks and not marks.isdisjoint(_SIGNUP_MARKS) else None


def _is_minor(some: list[Piece], pieces: list[Piece]) -> bool:
    """Tell whether pieces hold a small part of a page's prose; where captions hold much of it one was never closed."""
    length, whole = (sum(len(piece.text) for piece in group if piece.is_prose) for group in (some, pieces))
    return length <= _MINOR * whole


def _paragraphs(page: Page, pieces: list[Piece]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(piece.text, *bounds_of(page.text, piece))
        for piece in pieces
        if piece.role in ("body", "subheading")
    )


def _empty_body(pieces: list[Piece], kind: str) -> None:
    for piece in pieces:
        if piece.role in ("body", "subheading"):
            piece.mark("boilerplate", f"page.{kind}")


def _assign_rest(page: Page, pieces: list[Piece]) -> None:
    """Say of what no rule took where it stood: above, between or below the article."""
    kept = [index for index, piece in enumerate(pieces) if piece.role in ("body", "subheading")]
    first, last = (kept[0], kept[-1]) if kept else (len(pieces), len(pieces))
    version = load_model(page).version
    for index, piece in enumerate(pieces):
        if piece.role is None:
            place = "above" if index < first else "below" if index > last else "between"
            piece.mark("boilerplate", f"{'outside' if piece.score is None else version}.{place}")


def _joined(pieces: list[Piece], role: str) -> str | None:
    return " ".join(piece.text for piece in pieces if piece.role == role) or None
