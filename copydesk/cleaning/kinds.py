"""Pages that are no article: consent walls, logins, errors, challenges, paywalls, fronts, empty shells."""

import re
import tomllib
from functools import cache
from importlib import resources

from copydesk.document import Page
from copydesk.reporting.language import count_words

_FEW_WORDS = 90  # a page with more body than this is an article that mentions a login, not a login page
_WORDS_OF_A_SHELL = 40


def no_article_flag(page: Page, title: str | None, words: int, comment_count: int) -> str | None:
    """Name the kind of page, given how many words its body has, or give None for an article."""
    if words <= _FEW_WORDS:
        shown = f"{title or ''}\n{page.text[:6000]}"
        for flag, pattern in _patterns().items():
            if len(set(pattern.findall(shown))) >= (1 if words < _FEW_WORDS // 2 else 2):
                return flag
    if page.markup is None:
        return None
    if not words and count_words(page.text) < _WORDS_OF_A_SHELL:
        return "empty_shell"
    if words < _FEW_WORDS and not comment_count and _is_front(page):
        return "section_front"
    return None


def _is_front(page: Page) -> bool:
    """Tell a list of links: most of its text is linked."""
    linked = sum((block.stop - block.start) * block.link_density for block in page.blocks)
    return len(page.blocks) > 30 and linked > 0.6 * len(page.text)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = resources.files("copydesk.cleaning").joinpath("kinds.toml").read_text("utf-8")
    kinds: dict[str, list[str]] = tomllib.loads(text)["kinds"]
    return {flag: re.compile("|".join(patterns), re.IGNORECASE) for flag, patterns in kinds.items()}
