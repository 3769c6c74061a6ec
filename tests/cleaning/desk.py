"""What the tests of cleaning share: the ledger held against its text, and lines that say what was kept and why not."""

from collections.abc import Iterable
from difflib import unified_diff
from textwrap import wrap

from copydesk import Article
from copydesk.cleaning.draft import normalise
from copydesk.document import Role, Span


def assert_tiled(article: Article) -> None:
    """Every character of the decoded text lies in exactly one span, and the kept spans are the body."""
    assert "".join(article.text[span.start : span.stop] for span in article.spans) == article.text
    position = 0
    for span in article.spans:
        assert span.start == position < span.stop, f"a gap, an overlap or an empty span at {span}"
        assert span.rule, f"no rule says why {span}"
        position = span.stop
    assert position == len(article.text)
    kept = [span for span in article.spans if span.role in ("body", "subheading")]
    assert [pick(article, span) for span in kept] == body(article)
    assert [(span.start, span.stop) for span in kept] == [(one.start, one.stop) for one in article.paragraphs]


def assert_in_order(article: Article) -> None:
    """The paragraphs stand in the text word for word in the same order: nothing is made up, moved or mended."""
    text, position = normalise(article.text), 0
    for paragraph in article.paragraphs:
        found = text.find(paragraph.text, position)
        assert found >= 0, f"not in the text after character {position}: {paragraph.text!r}"
        position = found + len(paragraph.text)


def pick(article: Article, span: Span) -> str:
    """Give the characters of a span with white space normalised."""
    return normalise(article.text[span.start : span.stop])


def picked(article: Article, *roles: Role) -> list[str]:
    """Give the texts of the spans with one of these roles, in order."""
    return [pick(article, span) for span in article.spans if span.role in roles]


def body(article: Article) -> list[str]:
    """Give the paragraphs of the body."""
    return [paragraph.text for paragraph in article.paragraphs]


def verdicts(article: Article) -> dict[str, str]:
    """Map each visible text to `role rule`."""
    return {pick(article, span): f"{span.role} {span.rule}" for span in article.spans if span.role != "space"}


def difference(
    expected: Iterable[str], found: Iterable[str], found_verdicts: dict[str, str] | None = None
) -> str:
    """Give a diff of paragraphs with the verdict on those that are missing; empty where there is none."""
    expected, found = list(expected), list(found)
    if expected == found:
        return ""
    lines = [*unified_diff(_folded(expected), _folded(found), "expected", "found", n=1, lineterm="")]
    for paragraph in expected:
        if paragraph not in found and found_verdicts is not None:
            lines.append(f"! {paragraph[:60]!r}: {found_verdicts.get(paragraph, 'in no span of its own')}")
    return "\n".join(lines)


def _folded(paragraphs: list[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in (*wrap(paragraph, 100), "")]
