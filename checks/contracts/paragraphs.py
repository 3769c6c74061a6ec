"""Contract of `paragraphs`."""

import polars as pl

from checks.contracts.base import Contract, column, document_id


class Paragraphs(Contract):
    """The body, one row a paragraph."""

    document_id: str = document_id(key=True)
    ordinal: pl.Int32 = column("Position among the document's paragraphs, from 0", ge=0, key=True)
    text: str = column("The paragraph, white space normalised", str_length={"min_value": 1})
    start: pl.Int32 = column("First character, as an offset into the decoded text", ge=0)
    stop: pl.Int32 = column("One past the last character", ge=1)
