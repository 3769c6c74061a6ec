"""Documents: an article, the proof of it, two of them side by side."""

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from copydesk.display.console import out, relative, say

if TYPE_CHECKING:
    from copydesk.comparing import Comparison, Part
    from copydesk.document import Article
    from copydesk.proof import Proof

_KEPT_STYLES = {"body": "", "title": "bold", "deck": "italic", "subheading": "bold"}


def show_article(article: "Article") -> None:
    """Print a cleaned article for reading."""
    if article.title:
        out.print(Text(article.title, style="bold"), soft_wrap=True)
    if article.deck:
        out.print(Text(article.deck, style="italic"), soft_wrap=True)
    facts = [
        article.published_on and f"published {article.published_on} ({article.published_evidence})",
        article.authors and "by " + ", ".join(article.authors),
        article.dateline_place,
        article.agency,
        article.outlet,
        article.language,
        f"{article.word_count} words",
        article.flags and "flags: " + ", ".join(article.flags),
    ]
    out.print(Text(" · ".join(str(fact) for fact in facts if fact), style="dim"), soft_wrap=True)
    out.print()
    out.print(Text(article.body), soft_wrap=True)
    for comment in article.comments:
        likes = f" · {comment.like_count} likes" if comment.like_count is not None else ""
        out.print(Text(f"\ncomment · {comment.author or 'unnamed'}{likes}", style="dim cyan"))
        out.print(Text(comment.text, style="dim"), soft_wrap=True)


def show_proof(proof: "Proof") -> None:
    """Print a text with all its spans: what was kept plain, what was not dimmed, with its role and rule beside it.

    Where the labeller decided, the likelihood of body that it gave stands beside the text.
    """
    out.print(Text(relative(proof.name), style="bold cyan"), soft_wrap=True)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    kept_count = 0
    for span in proof.spans:
        if span.role == "space":
            continue
        text = " ".join(proof.text[span.start : span.stop].split())
        is_body = span.role in ("body", "subheading")
        kept_count += (span.stop - span.start) * is_body
        score = "" if span.score is None else f" {span.score:.2f}"
        label = score.strip() if is_body else f"{span.role} · {span.rule}{score}"
        grid.add_row(label, Text(text, style=_KEPT_STYLES.get(span.role, "dim")))
        grid.add_row("", "")
    out.print(grid)
    share = kept_count / max(1, len(proof.text))
    out.print(f"[dim]{len(proof.text):,} characters in {len(proof.spans)} spans; {share:.0%} kept as body[/]")


def show_comparison(comparison: "Comparison") -> None:
    """Print two documents side by side: what differs in colour, or in brackets where there is none."""
    table = Table(show_lines=True)
    for name in (comparison.name, comparison.other_name):
        table.add_column(Text(relative(name)), ratio=1, overflow="fold")
    for row in comparison.rows:
        one = Text.assemble(*(_marked(part.text, part, "[-", "-]", "bold red") for part in row))
        other = Text.assemble(*(_marked(part.other_text, part, "{+", "+}", "bold green") for part in row))
        table.add_row(one, other)
    if not comparison.rows:
        say(f"{comparison.name}\n{comparison.other_name}\nThey share no passage of twenty words or more")
        return
    out.print(table)
    changed = sum(not part.is_same for row in comparison.rows for part in row)
    scope = "whole articles" if comparison.is_whole else f"shared passages: {len(comparison.rows)}"
    say(f"[dim]{scope}; places changed: {changed}[/]")


def _marked(text: str, part: "Part", opening: str, closing: str, colour: str) -> tuple[str, str]:
    """Give a stretch of one side with its style; the space behind it stays outside of brackets."""
    if part.is_same or not text:
        return text, ""
    if out.color_system:
        return text, colour
    kept = text.rstrip()
    return f"{opening}{kept}{closing}{text[len(kept) :]}", ""
