"""What every contract shares: strict columns, a primary key, and the short names of field checks."""

from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

Day = pl.Date
Moment = Annotated[pl.Datetime, "us", "UTC"]
TextList = Annotated[pl.List, pl.String]

HEX_ID = r"^[0-9a-f]{32}$"


class Contract(pa.DataFrameModel):
    """A table's contract; its docstring is the table's comment, each field's description the column's."""

    class Config:
        """Unknown columns are an error: a column exists only by contract."""

        strict = True
        coerce = False


def document_id(*, key: bool = False, **checks: Any) -> Any:
    """Give the field of a document's identity."""
    return column(
        "First 32 hex digits of the SHA-256 of the document's bytes", key=key, str_matches=HEX_ID, **checks
    )


def column(description: str, *, key: bool = False, **checks: Any) -> Any:
    """Give a required field with its description; `key` makes it part of the primary key."""
    return pa.Field(description=description, metadata={"key": key}, **checks)


def optional(description: str, **checks: Any) -> Any:
    """Give a field that is NULL where the text does not say."""
    return pa.Field(description=description, nullable=True, **checks)


def primary_key(contract: type[Contract]) -> list[str]:
    """Give the columns of a contract's primary key, in order."""
    columns = contract.to_schema().columns
    return [name for name, spec in columns.items() if (spec.metadata or {}).get("key")]
