"""Contract of `indexed_articles`, which names the articles that the index of words numbers."""

import polars as pl

from checks.contracts.base import HEX_ID, Contract, Day, column, optional


class IndexedArticles(Contract):
    """Articles by their numbers in the index of words, which is a file, and what a search shows of them."""

    document_id: str = column("The article", key=True, str_matches=HEX_ID)
    number: pl.Int64 = column("Its number, given once and never again", ge=1, unique=True)
    index_name: str = column("File of the index that holds its words")
    uri: str = optional(
        "Address at which it stands, as in current_articles; NULL where it stands nowhere now"
    )
    outlet_name: str = optional("Its outlet, as in current_articles")
    published_on: Day = optional("Its day of publication")
