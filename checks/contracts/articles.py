"""Contract of `articles`."""

import pandera.polars as pa
import polars as pl

from checks.contracts.base import Contract, Day, TextList, column, document_id, optional


class Articles(Contract):
    """One clean article a document."""

    document_id: str = document_id(unique=True, key=True)
    title: str = optional(
        "Headline, NULL where the text has none", str_length={"min_value": 1, "max_value": 1000}
    )
    title_source: str = optional("Where the title was found: text, record, json-ld, a meta tag, a heading")
    deck: str = optional("Standfirst under the headline")
    body: str = column("Paragraphs of the article, joined by a blank line", str_length={"min_value": 1})
    published_on: Day = optional("Day of publication, NULL unless a full date was found")
    published_evidence: str = optional("Where the date was found, or why a trace of one is not enough")
    dateline_place: str = optional("Place named in the dateline, as written")
    agency: str = optional("News agency named in the dateline")
    outlet: str = optional("Outlet, as the record or the page names it, or as the table of outlets has that")
    authors: TextList = column("Names in the byline, empty where there is none")
    copyright_holder: str = optional("Holder named in the copyright line")
    copyright_year: pl.Int32 = optional(
        "Year in the copyright line", in_range={"min_value": 1900, "max_value": 2200}
    )
    language: str = column("ISO 639-1 code of the body's language, or und", str_matches=r"^[a-z]{2,3}$")
    word_count: int = column("Words of the body; in scripts without spaces, characters", ge=0)
    flags: TextList = column("Warnings that did not stop the article from loading")
    rules_version: pl.Int32 = column("Version of the cleaning rules", ge=1)

    @pa.dataframe_check(name="title_has_source", error="a title must say where it was found")
    @classmethod
    def title_has_source(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Hold the habit of evidence: no title without its source."""
        return data.lazyframe.select(pl.col("title").is_null() == pl.col("title_source").is_null())

    @pa.dataframe_check(name="date_has_evidence", error="a date must say where it was found")
    @classmethod
    def date_has_evidence(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Hold the habit of evidence: no date without its evidence."""
        return data.lazyframe.select(
            pl.col("published_on").is_null() | pl.col("published_evidence").is_not_null()
        )
