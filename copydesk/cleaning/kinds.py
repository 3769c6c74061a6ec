"""Pages that are no article (walls, logins, errors, fronts, empty shells), and articles that a paywall cuts off."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.expressions import needed_text
from copydesk.document import Page
from copydesk.reporting.language import count_words

_FEWEST_WORDS = 45  # of a page with less body than this one phrase is enough
_FEW_WORDS = 90  # with more body than this it is an article that mentions a login, unless it says little else
_WORDS_OF_A_BRIEF = 60  # with more body than this most paragraphs of a wall say that it is one
_LONGEST_NOTICE = 250  # words: consent walls are the longest
_WORDS_OF_A_SHELL = 40
_BELOW = 4  # lines under an article in which a paywall says that there is more of it
_LONGEST_OFFER = 200  # characters of such a line
# What an article has read on a page it puts in quotation marks; a page says it without.
_QUOTED = re.compile(r"“[^“”]{1,200}”|„[^“”„]{1,200}[“”]|«[^«»]{1,200}»")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of a kind of page, and the texts of which each of them holds one: those are found much sooner."""

    pattern: re.Pattern[str]
    needed: tuple[str, ...]

    def count(self, text: str, folded: str) -> int:
        """Count the different phrases in a text that is given in small letters as well."""
        for needed in self.needed:
            if needed in folded:
                return len({phrase.lower() for phrase in self.pattern.findall(text)})
        return 0


def no_article_flag(
    page: Page, title: str | None, kept: list[Piece], words: int, comment_count: int
) -> str | None:
    """Name the kind of page, given the pieces kept as body and how many words they have; None for an article."""
    if words <= _LONGEST_NOTICE and (flag := _flag_by_phrases(page, title, kept, words)):
        return flag
    if not page.containers:
        return None
    if not any(piece.is_prose for piece in kept) and count_words(page.text) < _WORDS_OF_A_SHELL:
        return "empty_shell"
    if not comment_count and (_is_linked(kept) or (words < _WORDS_OF_A_SHELL and _is_front(page))):
        return "section_front"
    return None


def cut_flag(pieces: list[Piece]) -> str | None:
    """Name what cuts an article off, `paywalled`, by the line right below its last paragraph; None for a whole one."""
    last = max((index for index, piece in enumerate(pieces) if piece.role == "body"), default=None)
    if last is None:
        return None
    below = pieces[last : last + 1 + _BELOW]
    offers = "\n".join([piece.text for piece in below if len(piece.text) <= _LONGEST_OFFER])
    folded = offers.lower()
    for flag, patterns in _cuts().items():
        if any(text in folded and pattern.search(offers) for text, pattern in patterns):
            return flag
    return None


def _flag_by_phrases(page: Page, title: str | None, kept: list[Piece], words: int) -> str | None:
    """Count the different phrases of each kind: the more body there is, the more it takes."""
    body = "\n".join([title or "", *(piece.text for piece in kept)])
    shown = _QUOTED.sub("", body if words > _FEW_WORDS else f"{title or ''}\n{page.text[:6000]}")
    needed = 1 if words < _FEWEST_WORDS else 2 if words <= _FEW_WORDS else 3
    folded = shown.lower()
    for flag, phrases in _kinds().items():
        enough = phrases.count(shown, folded) >= needed
        # A paywall stands beside the article's beginning, not in it.
        if enough and (
            words < _FEWEST_WORDS or flag == "paywall" or _is_said(phrases.pattern, title, kept, words)
        ):
            return flag
    return None


def _is_said(pattern: re.Pattern[str], title: str | None, kept: list[Piece], words: int) -> bool:
    """Tell a login page from a short article beside a login box, and from an article about logins."""
    saying_count = sum(bool(pattern.search(_QUOTED.sub("", piece.text))) for piece in kept)
    if words > _WORDS_OF_A_BRIEF:
        return 2 * saying_count > len(kept)
    return saying_count > 0 or pattern.search(_QUOTED.sub("", title or "")) is not None


def _is_linked(kept: list[Piece]) -> bool:
    """Tell a body that consists of links: teasers."""
    length = sum(len(piece.text) for piece in kept)
    return length > 0 and sum(len(piece.text) * piece.block.link_density for piece in kept) > 0.75 * length


def _is_front(page: Page) -> bool:
    """Tell a list of links: most of its text is linked."""
    linked = sum((block.stop - block.start) * block.link_density for block in page.blocks)
    return len(page.blocks) > 30 and linked > 0.6 * len(page.text)


@cache
def _kinds() -> dict[str, _Phrases]:
    return {
        flag: _Phrases(re.compile("|".join(patterns), re.IGNORECASE), tuple(map(needed_text, patterns)))
        for flag, patterns in _read("kinds").items()
    }


@cache
def _cuts() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Give the patterns of the lines that cut an article off, each with a text that its matches hold."""
    return {
        flag: [(needed_text(pattern), re.compile(pattern, re.IGNORECASE)) for pattern in patterns]
        for flag, patterns in _read("cut").items()
    }


def _read(table: str) -> dict[str, list[str]]:
    text = resources.files("copydesk.cleaning").joinpath("kinds.toml").read_text("utf-8")
    kinds: dict[str, list[str]] = tomllib.loads(text)[table]
    return kinds
