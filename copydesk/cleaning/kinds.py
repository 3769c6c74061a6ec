"""Pages that are no article: consent walls, logins, errors, challenges, paywalls, fronts, empty shells."""

import re
import tomllib
from functools import cache
from importlib import resources

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.prose import is_prose
from copydesk.document import Page
from copydesk.reporting.language import count_words

_FEWEST_WORDS = 45  # of a page with less body than this one phrase is enough
_FEW_WORDS = 90  # with more body than this it is an article that mentions a login, unless it says little else
_LONGEST_NOTICE = 250  # words: consent walls are the longest
_WORDS_OF_A_SHELL = 40


def no_article_flag(
    page: Page, title: str | None, kept: list[Piece], words: int, comment_count: int
) -> str | None:
    """Name the kind of page, given the pieces kept as body and how many words they have; None for an article."""
    if words <= _LONGEST_NOTICE and (flag := _flag_by_phrases(page, title, kept, words)):
        return flag
    if not page.containers:
        return None
    if count_words(page.text) < _WORDS_OF_A_SHELL and not any(is_prose(piece.text) for piece in kept):
        return "empty_shell"
    if not comment_count and (_is_linked(kept) or (words < _WORDS_OF_A_SHELL and _is_front(page))):
        return "section_front"
    return None


def _flag_by_phrases(page: Page, title: str | None, kept: list[Piece], words: int) -> str | None:
    """Count the different phrases of each kind: the more body there is, the more it takes."""
    body = "\n".join([title or "", *(piece.text for piece in kept)])
    shown = body if words > _FEW_WORDS else f"{title or ''}\n{page.text[:6000]}"
    needed = 1 if words < _FEWEST_WORDS else 2 if words <= _FEW_WORDS else 3
    for flag, pattern in _patterns().items():
        enough = len({phrase.lower() for phrase in pattern.findall(shown)}) >= needed
        # A paywall stands beside the article's beginning, not in it.
        if enough and (words < _FEWEST_WORDS or flag == "paywall" or _is_said(pattern, title, kept, words)):
            return flag
    return None


def _is_said(pattern: re.Pattern[str], title: str | None, kept: list[Piece], words: int) -> bool:
    """Tell a login page from a short article beside a login box, and from an article about logins."""
    saying_count = sum(bool(pattern.search(piece.text)) for piece in kept)
    if words > _FEW_WORDS:
        return 2 * saying_count > len(kept)
    return saying_count > 0 or pattern.search(title or "") is not None


def _is_linked(kept: list[Piece]) -> bool:
    """Tell a body that consists of links: teasers."""
    length = sum(len(piece.text) for piece in kept)
    return length > 0 and sum(len(piece.text) * piece.block.link_density for piece in kept) > 0.75 * length


def _is_front(page: Page) -> bool:
    """Tell a list of links: most of its text is linked."""
    linked = sum((block.stop - block.start) * block.link_density for block in page.blocks)
    return len(page.blocks) > 30 and linked > 0.6 * len(page.text)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = resources.files("copydesk.cleaning").joinpath("kinds.toml").read_text("utf-8")
    kinds: dict[str, list[str]] = tomllib.loads(text)["kinds"]
    return {flag: re.compile("|".join(patterns), re.IGNORECASE) for flag, patterns in kinds.items()}
