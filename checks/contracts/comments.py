"""Contract of `comments`."""

import polars as pl

from checks.contracts.base import Contract, column, document_id, optional


class Comments(Contract):
    """Readers' comments, told apart from the article and from each other."""

    document_id: str = document_id(key=True)
    ordinal: pl.Int32 = column("Position among the document's comments, from 0", ge=0, key=True)
    author: str = optional("Name of the commenter, as written")
    text: str = column("The comment; paragraphs joined by a blank line", str_length={"min_value": 1})
    like_count: pl.Int32 = optional("Likes shown beside the comment", ge=0)
