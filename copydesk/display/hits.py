"""What a search found, for reading."""

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.text import Text

from copydesk.display.console import counted, out, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.searching.asking import Answer, Hit

_FOUND = "bold yellow"


def show_answer(question: str, answer: "Answer", *, is_narrowed: bool) -> None:
    """Print hits: the headline, where it is from, and a piece of the text, with the words marked."""
    for place, hit in enumerate(answer.hits, start=1):
        _show_hit(place, hit)
    say(_summary(question, answer, is_narrowed=is_narrowed))


def _summary(question: str, answer: "Answer", *, is_narrowed: bool) -> str:
    shown, count = len(answer.hits), answer.hit_count
    if not count and is_narrowed:
        return f"No article within these limits has all of this: {escape(question)}; widen them, or ask for fewer words"
    if not count:
        return f"No article has all of this: {escape(question)}; ask for fewer words, or for beginnings*"
    best = f", the best {shown} shown; more with --limit" if shown < count else ""
    return f"[dim]{counted(count, 'article')}{best}[/]"


def _show_hit(place: int, hit: "Hit") -> None:
    row = hit.row
    facts = [row["published_on"], row["outlet_name"], row["document_id"][:12], f"score {row['score']:.2f}"]
    told = " · ".join(str(fact) for fact in facts if fact is not None)
    parts = (
        _marked(hit.headline.text or "(no headline)", hit.headline.matches, "bold"),
        Text(told, style="dim cyan"),
        _marked(hit.context.text, hit.context.matches),
    )
    lead = f"{place}. "
    for part in parts:
        for line in part.wrap(out, out.width - len(lead)):
            line.rstrip()
            out.print(Text.assemble((lead, "dim"), line), soft_wrap=True)
            lead = " " * len(lead)
    out.print()


def _marked(text: str, matches: "Iterable[tuple[int, int]]", style: str = "") -> Text:
    marked = Text(text, style=style)
    for start, stop in matches:
        marked.stylize(_FOUND, start, stop)
    return marked
