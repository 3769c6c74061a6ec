"""A comment under way: what has been read of it so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from copydesk.document import Comment


@dataclass(slots=True)
class Open:
    """A comment under way."""

    author: str | None = None
    like_count: int | None = None
    paragraphs: list[str] = field(default_factory=list)
    closed: bool = False


def finished(opened: Iterable[Open]) -> list[Comment]:
    """Give the comments that hold any text."""
    return [
        Comment("\n\n".join(one.paragraphs), one.author, one.like_count) for one in opened if one.paragraphs
    ]
