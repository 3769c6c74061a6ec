"""Which pieces are the article: those the labeller takes for it, or the prose of a text that nothing surrounds."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.model import Model, choose, load_model
from copydesk.cleaning.prose import best_stretch
from copydesk.document import Page

_SHORT_SENTENCE = re.compile(r"[“„«\"–—‘¿¡ ]*[A-ZÄÖÜÀ-ÝА-ЯЁЇІЄҐ]\w*[,’'\w]*(?: \S+)+(?:\.|[.!?][”“»\"’)])")
_HEAD = 8  # short lines that an article has above and in its prose: title, deck, date, headings
_BARE = 0.08  # share of the free text in stray lines up to which leaving them to the prose loses nothing
_PERHAPS = 0.3  # likelihood of body at which a line between two of the article stays
_HEADING = 0.1  # the same of a heading above one
_LONG_ITEM = 40  # characters of a list item that no menu has
_CERTAIN = 0.85  # likelihood of body that outweighs what a line says of itself
_WEAK = ("boilerplate", "date", "byline")  # roles that a line's own words gave it
_FIRM = ("related.", "paywall.", "disclosure.", "feedback.")  # families of rules for what no article holds
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_LIST_MARK = re.compile(r"(?:[-–—•*]|\d{1,2}[.)]|\(?[a-z\d]{1,2}\))\s")

# Weights of the stretch search, set by trying them on the development pages as a whole.
_PROSE_WEIGHT = 1.0
_SHORT_WEIGHT = -0.7
_RULED_WEIGHT = -0.35


def select_bodies(
    pages: Sequence[Page], drafts: Sequence[list[Piece]], labeller: Model | None = None
) -> None:
    """Mark the pieces of each article as body and subheadings, in place.

    `labeller` takes the place of the ones that come with the package.
    """
    judged = [
        number for number, page in enumerate(pages) if page.containers or not _mark_bare(drafts[number])
    ]
    for is_page in (True, False):
        numbers = [number for number in judged if bool(pages[number].containers) == is_page]
        if numbers:
            model = labeller or load_model(pages[numbers[0]])
            _score(model, [pages[number] for number in numbers], [drafts[number] for number in numbers])
            for number in numbers:
                (_mark_page if is_page else _mark_text)(drafts[number], f"{model.version}.body")


def _mark_page(pieces: list[Piece], rule: str) -> None:
    _overrule(pieces)
    for piece in _choose_likely(pieces):
        piece.mark("body", rule)
    _mark_headings(pieces)


def _mark_text(pieces: list[Piece], rule: str) -> None:
    _mark(_rounded_off(_choose_likely(pieces), pieces), rule)


def _mark_bare(pieces: list[Piece]) -> bool:
    """Mark the prose of a text that has nothing around it; tell whether it is one."""
    start, stop = _find_stretch(pieces)
    is_bare = _is_bare(pieces, start, stop)
    if is_bare:
        _mark([piece for piece in pieces[start:stop] if piece.role is None], "text.prose")
    return is_bare


def trim_body(page: Page, pieces: list[Piece]) -> None:
    """Let go of what hung on a title, deck, dateline or tags that have been cut off since: the body begins and ends
    with a paragraph, and finding it again in itself gives it whole.
    """
    kept = [piece for piece in pieces if piece.role in ("body", "subheading")]
    if page.containers:
        texts = [
            index for index, piece in enumerate(kept) if piece.block.tag not in _HEADINGS or piece.is_prose
        ]
        paragraphs = texts or [index for index, piece in enumerate(kept) if piece.role == "body"]
        remaining = kept[paragraphs[0] : paragraphs[-1] + 1] if paragraphs else []
    elif any(piece.score is not None for piece in kept):
        remaining = _trimmed(kept)
    else:
        start, stop = _find_stretch(kept, alone=True)
        remaining = kept[start:stop]
    still = set(map(id, remaining))
    for piece in kept:
        if id(piece) not in still:
            piece.role, piece.rule = None, ""


def _is_bare(pieces: list[Piece], start: int, stop: int) -> bool:
    """Tell a text with its own head at most around its prose, or next to nothing: there the labeller has no say."""
    outside = [piece for piece in (*pieces[:start], *pieces[stop:]) if piece.role is None]
    is_ruled = any(piece.role in ("boilerplate", "comment") for piece in pieces)
    return _is_little(
        outside, [piece for piece in pieces if piece.role is None], head=0 if is_ruled else _HEAD
    )


def _is_little(outside: list[Piece], pieces: list[Piece], head: int = _HEAD) -> bool:
    """Tell a few lines at most, or next to nothing of the text of all."""
    if len(outside) <= head:
        return True
    return sum(len(piece.text) for piece in outside) <= _BARE * sum(len(piece.text) for piece in pieces)


def _score(model: Model, pages: Sequence[Page], drafts: Sequence[list[Piece]]) -> None:
    for pieces, scores in zip(drafts, model.score(pages, drafts), strict=True):
        for piece, score in zip(pieces, scores.astype(np.float64).round(3).tolist(), strict=True):
            piece.score = score


def _choose_likely(pieces: list[Piece]) -> list[Piece]:
    """Give the free pieces that the labeller takes for the article."""
    free = [piece for piece in pieces if piece.role is None]
    kept = choose(
        np.array([piece.score for piece in free], dtype=np.float32),
        np.array([len(piece.text) for piece in free]),
    )
    return [piece for piece, keep in zip(free, kept.tolist(), strict=True) if keep]


def _rounded_off(kept: list[Piece], pieces: list[Piece]) -> list[Piece]:
    """Let a choice begin and end with a paragraph, and add what belongs between: a line that may be body between two
    that are, and the items that go on with a list.
    """
    chosen = set(map(id, _trimmed(kept)))
    free = [piece for piece in pieces if piece.role is None]
    for before, piece, after in zip(free, free[1:], free[2:], strict=False):
        if (piece.score or 0) >= _PERHAPS and id(before) in chosen and id(after) in chosen:
            chosen.add(id(piece))
    for last, piece in pairwise(pieces):
        if id(last) in chosen and piece.role is None and _continues_list(last, piece):
            chosen.add(id(piece))
    return [piece for piece in pieces if id(piece) in chosen]


def _trimmed(kept: list[Piece]) -> list[Piece]:
    """Leave out what stands above the first and below the last sentence, but for the items that go on with a list."""
    whole = [index for index, piece in enumerate(kept) if piece.is_prose or _is_long_item(piece.text)]
    if not whole:
        return []
    stop = whole[-1] + 1
    while stop < len(kept) and _continues_list(kept[stop - 1], kept[stop]):
        stop += 1
    kept = kept[whole[0] : stop]
    start, stop = _find_stretch(kept, alone=True)
    # What stands alone is cleaned without the labeller: cleaning the body again must not give less.
    return kept[start:stop] if _is_little(kept[:start] + kept[stop:], kept) else kept


def _is_long_item(text: str) -> bool:
    return len(text) >= _LONG_ITEM and _is_item(text)


def _overrule(pieces: list[Piece]) -> None:
    """Give back to the labeller what it takes for body: lines that words gave away, and threads that no markup shows.

    On pages only: the labeller of texts knows comments from prose by their words and place alone, as the rules do.
    """
    comments = [piece for piece in pieces if piece.role == "comment" and not piece.block.unit]
    length = sum(len(piece.text) for piece in comments)
    is_thread = sum(len(piece.text) * (piece.score or 0) for piece in comments) <= 0.5 * length
    for piece in pieces:
        is_weak = piece.role in _WEAK and (piece.score or 0) > _CERTAIN and not piece.rule.startswith(_FIRM)
        if is_weak or (piece.role == "comment" and not piece.block.unit and not is_thread):
            piece.role, piece.rule = None, ""


def _find_stretch(pieces: list[Piece], *, alone: bool = False) -> tuple[int, int]:
    """Give the bounds of the best run, with the list that its last paragraph announces and a short sentence beside.

    Pieces that stand alone have no roles yet.
    """
    free = [alone or piece.role is None for piece in pieces]
    start, stop = best_stretch(
        [
            _weight(piece) if is_free else (-5.0 if piece.role == "comment" else _RULED_WEIGHT)
            for piece, is_free in zip(pieces, free, strict=True)
        ]
    )
    while stop < len(pieces) and free[stop] and _continues_list(pieces[stop - 1], pieces[stop]):
        stop += 1
    while 0 < start < stop and free[start - 1] and _is_short_sentence(pieces[start - 1].text):
        start -= 1
    while 0 < stop < len(pieces) and free[stop] and _is_short_sentence(pieces[stop].text):
        stop += 1
    return start, stop


def _weight(piece: Piece) -> float:
    if piece.is_prose:
        return _PROSE_WEIGHT + min(len(piece.text), 800) / 400
    return 0.0 if _is_item(piece.text) else _SHORT_WEIGHT


def _is_short_sentence(text: str) -> bool:
    return _SHORT_SENTENCE.fullmatch(text) is not None


def _is_item(text: str) -> bool:
    return _LIST_MARK.match(text) is not None


def _continues_list(last: Piece, piece: Piece) -> bool:
    return _is_item(piece.text) and (last.text.endswith((":", "：")) or _is_item(last.text))


def _mark(kept: list[Piece], rule: str) -> None:
    """Mark the lines of a text as body, and those that stand alone between two paragraphs as subheadings."""
    is_paragraph = [piece.is_prose for piece in kept]
    for index, piece in enumerate(kept):
        is_short = len(piece.text) <= 120 and not is_paragraph[index] and not _is_item(piece.text)
        is_between = 0 < index < len(kept) - 1 and is_paragraph[index - 1] and is_paragraph[index + 1]
        piece.mark("subheading" if is_short and is_between else "body", rule)


def _mark_headings(pieces: list[Piece]) -> None:
    """Mark the headings between two paragraphs of the body, but for those that the labeller is sure are none of its."""
    kept = [
        index
        for index, piece in enumerate(pieces)
        if piece.role == "body" and piece.block.tag not in _HEADINGS
    ]
    if not kept:
        return
    for index in range(kept[0], kept[-1]):
        piece, following = pieces[index], pieces[index + 1]
        may_be = piece.role == "body" or (piece.role is None and (piece.score or 0) >= _HEADING)
        if piece.block.tag in _HEADINGS and may_be and following.role == "body":
            piece.mark("subheading", piece.rule or "html.heading")
