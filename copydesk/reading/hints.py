"""Claims of several sources about one article: which of two counts, and claims as text."""

import json
from dataclasses import fields
from typing import Any

from copydesk.document import Hints


def merge_hints(surer: Hints, other: Hints) -> Hints:
    """Give what the surer source claims, and what the other one does where that is silent."""
    return Hints(
        title=surer.title or other.title,
        shared_title=surer.shared_title if surer.title else other.shared_title,
        date=surer.date or other.date,
        outlet=surer.outlet or other.outlet,
        authors=surer.authors or other.authors,
        credits=surer.credits or other.credits,
        url=surer.url or other.url,
        body=surer.body or other.body,
        types=surer.types or other.types,
    )


def write_hints(hints: Hints | None) -> str | None:
    """Give claims as a JSON object without the empty ones, None where there are none."""
    if hints is None:
        return None
    values = {one.name: getattr(hints, one.name) for one in fields(hints)}
    told = {name: value for name, value in values.items() if value}
    return json.dumps(told, ensure_ascii=False) if told else None


def parse_hints(text: str | None) -> Hints | None:
    """Give the claims that `write_hints` has written."""
    if text is None:
        return None
    told: dict[str, Any] = json.loads(text)
    claims: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
    return Hints(**claims)
