"""Contracts of `quotes` and `citations`."""

import pandera.polars as pa
import polars as pl

from checks.contracts.base import Contract, column, document_id, optional
from copydesk.reporting.outlets import KINDS
from copydesk.reporting.roles import role_words

QUOTE_KINDS = ("quote", "interview", "scare", "title", "term")
SPEAKER_KINDS = ("person", "group", "unnamed", "document")


class Quotes(Contract):
    """Spans of a body in quotation marks and turns of interviews: what is said, and who says it."""

    document_id: str = document_id(key=True)
    ordinal: pl.Int32 = column("Position among the document's quotes, from 0", ge=0, key=True)
    text: str = column("What stands between the marks, as written")
    kind: str = column(
        "quote and interview report speech; scare, title and term do not", isin=list(QUOTE_KINDS)
    )
    speaker: str = optional("Fullest name in the article, or the description of a source without a name")
    speaker_as_written: str = optional("What the sentence calls the speaker: a name, a pronoun, a role")
    speaker_kind: str = optional("person, group, unnamed or document", isin=list(SPEAKER_KINDS))
    speaker_role: str = optional(
        "official, expert, business, civic, media, witness, unnamed; NULL if no word beside the name tells",
        isin=sorted({*role_words().values(), "unnamed"}),
    )
    surname_key: str = optional("Surname of a person, the same for all transliterations")
    given_key: str = optional("Given name likewise, or its initial; NULL where the article tells none")
    reason: str = optional("Why no speaker can be told")
    cue: str = optional("Word that gives the span to its speaker")
    start: pl.Int32 = column("First character, as an offset into the body", ge=0)
    stop: pl.Int32 = column("One past the last character", ge=0)

    @pa.dataframe_check(name="speaker_or_reason", error="a quote without a speaker must say why")
    @classmethod
    def speaker_or_reason(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Hold the habit of evidence: a speaker, or why there is none."""
        return data.lazyframe.select(pl.col("speaker").is_null() == pl.col("reason").is_not_null())


class Citations(Contract):
    """Places of a body that lean on an outlet or news agency."""

    document_id: str = document_id(key=True)
    ordinal: pl.Int32 = column("Position among the document's citations, from 0", ge=0, key=True)
    outlet: str = column(
        "One name for all spellings (sql/outlet_aliases.csv), as written where no table knows it",
        str_length={"min_value": 1},
    )
    outlet_kind: str = optional("agency, broadcaster, magazine, newspaper or site", isin=sorted(KINDS))
    text: str = column("The outlet as written", str_length={"min_value": 1})
    cue: str = column("Word that makes a source of it; dateline where it signs the dispatch")
    start: pl.Int32 = column("First character, as an offset into the body", ge=0)
    stop: pl.Int32 = column("One past the last character", ge=1)
