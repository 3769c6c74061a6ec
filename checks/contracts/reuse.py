"""Contracts of `passages` and `clusters`, and of what they are found with: `signatures`, `buckets`, `shingles`."""

import pandera.polars as pa
import polars as pl

from checks.contracts.base import HEX_ID, Contract, column, document_id, optional


class Passages(Contract):
    """Passages that two otherwise different articles share, each pair once, the smaller document_id first."""

    document_id: str = document_id(key=True)
    other_document_id: str = column("The document_id of the other article", key=True, str_matches=HEX_ID)
    text: str = column("The passage as it stands in the body of document_id", str_length={"min_value": 1})
    other_text: str = column(
        "The passage as it stands in the body of other_document_id", str_length={"min_value": 1}
    )
    start: pl.Int32 = column("First character of text, as an offset into the body", ge=0, key=True)
    stop: pl.Int32 = column("One past the last character of text", ge=1)
    other_start: pl.Int32 = column("First character of other_text, as an offset into the other body", ge=0)
    other_stop: pl.Int32 = column("One past the last character of other_text", ge=1)
    similarity: float = column("Words that are the same, in order, as a share of both sides", ge=0, le=1)

    @pa.dataframe_check(name="smaller_id_first", error="a pair stands once, the smaller document_id first")
    @classmethod
    def smaller_id_first(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Forbid a pair the other way round."""
        return data.lazyframe.select(pl.col("document_id") < pl.col("other_document_id"))


class Clusters(Contract):
    """Articles that are near-copies of each other; what has none is in no cluster."""

    document_id: str = document_id(unique=True, key=True)
    cluster_id: str = column("The smallest document_id of the cluster", str_matches=HEX_ID)
    how: str = column("same: has the words of the article cluster_id; near: differs", isin=["same", "near"])
    similarity: float = column(
        "Share of 5-word shingles in common with the article cluster_id, estimated", ge=0, le=1
    )


class Signatures(Contract):
    """How far each article is related to the others, and its MinHash signature."""

    document_id: str = document_id(unique=True, key=True)
    signature: pl.Binary = optional(
        "96 values of 16 bits and a digest of all words, NULL where the body has none"
    )
    outlet: str = optional("The article's outlet or the host of its address, when it was signed")
    state: str = column(
        "new: still to be compared; related; outdated: its body has changed",
        isin=["new", "related", "outdated"],
    )


class Buckets(Contract):
    """Bands of signatures, hashed: near-copies share a bucket."""

    document_id: str = document_id(key=True)
    bucket: pl.Int32 = column("Hash of a band and its place", key=True)


class Shingles(Contract):
    """A quarter of the shingles of every article: passages are found by those that articles share."""

    document_id: str = document_id(key=True)
    shingle: pl.Int32 = column(
        "Hash of five words, or of ten characters of a script without spaces", key=True
    )
    start: pl.Int32 = column("Its first character where it first stands, as an offset into the body", ge=0)
