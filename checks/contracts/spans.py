"""Contract of `spans`."""

import pandera.polars as pa
import polars as pl

from checks.contracts.base import Contract, column, document_id, optional

ROLES = (
    "title",
    "deck",
    "byline",
    "date",
    "dateline",
    "body",
    "subheading",
    "caption",
    "comment",
    "boilerplate",
    "space",
)


class Spans(Contract):
    """The ledger of characters: every character of a decoded text lies in exactly one span."""

    document_id: str = document_id(key=True)
    ordinal: pl.Int32 = column("Position among the document's spans, from 0", ge=0, key=True)
    start: pl.Int32 = column("First character, as an offset into the decoded text", ge=0)
    stop: pl.Int32 = column("One past the last character", ge=1)
    role: str = column("What the characters are", isin=list(ROLES))
    rule: str = column(
        "Rule that gave the role; html-N and text-N are versions of the labeller", str_length={"min_value": 1}
    )
    score: float = optional("Likelihood of body that the labeller gave, where it decided", ge=0, le=1)

    @pa.dataframe_check(name="span_not_empty", error="a span holds at least one character")
    @classmethod
    def span_not_empty(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Forbid empty and reversed spans."""
        return data.lazyframe.select(pl.col("stop") > pl.col("start"))
