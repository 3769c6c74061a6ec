"""Title and deck: what stands above the first paragraph, and what the page or record claims."""

import re
from itertools import pairwise

from copydesk.cleaning.candidates import best_headline
from copydesk.cleaning.draft import Piece, normalise
from copydesk.document import Page
from copydesk.reporting.datelines import read_dateline
from copydesk.reporting.dates import find_day

_LETTERS = re.compile(r"[\W_]+")
_DECK_MARKS = frozenset(
    {
        "deck",
        "dek",
        "standfirst",
        "subtitle",
        "subheadline",
        "subhead",
        "sottotitolo",
        "chapo",
        "chapeau",
        "entradilla",
        "bajada",
        "vorspann",
        "ingress",
    }
)
_SITE_NAME = re.compile(r"\s+[|–—\-»:·]\s+[^|–—»·]{2,40}$")
_BESIDE = re.compile(r" [|•·] ")
_INNER_END = re.compile(r"[.!?…][\"”»)’]* \W?[A-ZА-ЯЁЇІЄҐÄÖÜÀ-Ý]")
_TURN = re.compile(r": ?[–—] ")  # of an interview: “Gazette”: – And then?
_MARKS = ("|", "•", "·", "–", "—", "-")
_TIME = re.compile(r"\d:\d\d")
_MOST_MARKS = 4  # by which two copies of a title may differ
_LONGEST_STAMP = 60
_LONGEST_HEADLINE = 220
_LONGEST_CLAIM = 500  # a title longer than this is a paragraph in the wrong field
_LONGEST_DECK = 250
_UNTITLED = (None, "body", "subheading", "boilerplate")  # roles that a title may have been given before
_SHORTEST_DECK = 25
_SHORTEST_HEADLINE = 10


def read_headline(page: Page, pieces: list[Piece]) -> tuple[str | None, str | None]:
    """Mark title and deck among the pieces; give the title and where it was found."""
    if page.hints.title:
        claimed, source = page.hints.title
        claimed = normalise(claimed)
        found = _mark_claimed(claimed, pieces)
        _mark_deck(pieces)
        if 0 < len(claimed) <= _LONGEST_CLAIM:
            return _shared(page, found or claimed) or (found or claimed, source)
    title = _mark_above(pieces)
    _mark_deck(pieces)
    return (title, "text") if title else (None, None)


def _shared(page: Page, printed: str) -> tuple[str, str] | None:
    """Give the title that a page is shared by, where it is another than the printed one."""
    if page.hints.shared_title is None:
        return None
    text, source = page.hints.shared_title
    text = normalise(text)
    is_other = 0 < len(text) <= _LONGEST_CLAIM and _key(printed) not in _key(text)
    return (text, source) if is_other else None


def _mark_claimed(claimed: str, pieces: list[Piece]) -> str | None:
    """Mark the pieces that say the claimed title (perhaps without the site's name) and give it as the text has it."""
    forms = {_key(claimed), _key(_SITE_NAME.sub("", claimed))}
    shortest = min(map(len, forms)) // 3  # folding case makes a letter three at most
    firsts = {form[:1] for form in forms}
    found = None
    for piece in pieces:
        may_be = shortest <= len(piece.text) <= _LONGEST_CLAIM and piece.role in _UNTITLED
        if may_be and _may_begin(piece.text, firsts) and _key(piece.text) in forms:
            piece.mark("title", "title.claimed" if found is None else "title.repeated")
            found = found or piece.text
    return found


def _may_begin(text: str, firsts: set[str]) -> bool:
    """Tell quickly whether the form in which titles are compared may begin with one of these letters."""
    return not text[0].isalnum() or text[0].casefold()[:1] in firsts


def _mark_repeated(pieces: list[Piece]) -> str | None:
    """Mark a headline printed twice in a row above a body that nothing else told."""
    for first, second in pairwise(pieces):
        if first.role == "body" and second.role == "body" and first.text != second.text:
            return None
        if first.text == second.text and first.role in (None, "body") and _is_headline(first.text):
            return _mark_title(pieces, first, "title.twice")
    return None


def _mark_above(pieces: list[Piece]) -> str | None:
    """Mark the line above the first paragraph that is most like the headline of what follows."""
    body = _first_body(pieces)
    if body == len(pieces):
        return _mark_repeated(pieces)
    _mark_stamped(pieces[:body])
    indexes = [
        index
        for index, piece in enumerate(pieces[:body])
        if piece.role is None and _is_headline(piece.text) and not _has_day(piece.text)
    ]
    if _opens_like_headline(pieces, body):
        indexes.append(body)
    best = best_headline(pieces, body, indexes)
    return None if best is None else _mark_title(pieces[: body + 1], pieces[best], "title.above_body")


def _mark_title(pieces: list[Piece], title: Piece, rule: str) -> str:
    """Mark a headline and its copies; where it is printed twice in a row, the first of the two tells it."""
    twice = next((one for one, other in pairwise(pieces) if one.text == other.text == title.text), None)
    for piece in pieces:
        if piece.role in (None, "body") and _is_copy(piece.text, title.text):
            piece.mark("title", "title.repeated")
    (twice or title).mark("title", "title.twice" if twice else rule)
    return title.text


def _is_copy(text: str, title: str) -> bool:
    """Tell the same words with other marks between them."""
    return text == title or (abs(len(text) - len(title)) <= _MOST_MARKS and _key(text) == _key(title))


def _mark_stamped(above: list[Piece]) -> None:
    """Mark the one line above the body that has a section or a name beside a date: `Harbour | March 5, 2024`."""
    stamped = [piece for piece in above if piece.role is None and _is_stamped(piece.text)]
    if len(stamped) == 1:
        stamped[0].mark("date", "date.beside_name")


def _mark_deck(pieces: list[Piece]) -> None:
    """Mark what stands between title and body: lines without a full stop, and paragraphs a caption follows."""
    titles = [index for index, piece in enumerate(pieces) if piece.role == "title"]
    for piece in pieces:
        if (
            not piece.block.marks.isdisjoint(_DECK_MARKS)
            and piece.role in (None, "body")
            and not _past(pieces, piece)
        ):
            piece.mark("deck", "deck.marked_up")
            return
    if not titles:
        return
    for index in range(titles[-1] + 1, len(pieces)):
        piece = pieces[index]
        if piece.role not in (None, "body"):
            if piece.role in ("comment", "subheading"):
                return
            continue
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if len(piece.text) > _LONGEST_DECK or piece.block.tag != "" or read_dateline(piece.text):
            return
        if _is_deck(piece.text) or (piece.is_prose and _ends_head(piece.text, following)):
            piece.mark("deck", "deck.under_title")
        return


def _past(pieces: list[Piece], piece: Piece) -> bool:
    """Tell whether a paragraph of the body has gone before."""
    before = pieces[: next(index for index, other in enumerate(pieces) if other is piece)]
    return sum(other.role == "body" for other in before) > 2


def _opens_like_headline(pieces: list[Piece], body: int) -> bool:
    """Tell a heading with a question or exclamation mark that was taken for the first sentence."""
    text = pieces[body].text
    return (
        body + 1 < len(pieces) and _is_headline(text) and text[-1] in "?!？！" and not _INNER_END.search(text)
    )


def _is_headline(text: str) -> bool:
    if not _SHORTEST_HEADLINE <= len(text) * (1 if text.isascii() else 2) <= 2 * _LONGEST_HEADLINE:
        return False
    if len(text) > _LONGEST_HEADLINE or text.rstrip('"”»)’')[-1:] in ".:;,。…" or _is_stamped(text):
        return False
    return not text.startswith(("-", "–", "—", "•")) and not _TURN.search(text)


def _is_deck(text: str) -> bool:
    """Tell a line under the title that says something from a name alone or a name beside a section or an age."""
    return (
        len(text) * (1 if text.isascii() else 2) >= _SHORTEST_DECK
        and not _BESIDE.search(text)
        and not _has_day(text)
        and _is_headline(text)
    )


def _ends_head(text: str, following: Piece | None) -> bool:
    """Tell a deck in full sentences by what follows it; several sentences above a photo are the first paragraph."""
    if following is None or following.role not in ("caption", "byline", "date"):
        return False
    return following.rule != "caption.credit" or not _INNER_END.search(text)


def _has_day(text: str) -> bool:
    """Tell a day with its year in a line too short to say much beside it, or beside the time of day."""
    mention = find_day(text) if len(text) <= _LONGEST_STAMP or _TIME.search(text) else None
    return mention is not None and mention.day is not None


def _is_stamped(text: str) -> bool:
    """Tell a few words and a date with a mark such as `|` between them."""
    mention = find_day(text) if len(text) <= _LONGEST_STAMP else None
    if mention is None or mention.day is None:
        return False
    before, after = text[: mention.start].rstrip(), text[mention.stop :].lstrip()
    return before.endswith(_MARKS) or after.startswith(_MARKS)


def _first_body(pieces: list[Piece]) -> int:
    return next((index for index, piece in enumerate(pieces) if piece.role == "body"), len(pieces))


def _key(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
