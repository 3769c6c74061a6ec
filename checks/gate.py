"""The gate: cleaned frames in, accepted frames and rejected documents with reasons out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pandera.errors
import polars as pl
from pandera.polars import DataFrameSchema

from checks.contracts import DOCUMENT_TABLES, TABLES
from checks.verdicts import CURES, DEFAULT_CURE, VERDICTS
from copydesk.columns import REJECTED_SCHEMA
from copydesk.errors import ContractError

_DETAIL_LENGTH = 200
# Columns that loading adds: what the gate validates is everything else.
_ADDED_BY_LOADING = {"documents": ["shard_id", "first_seen_at"]}


@dataclass(frozen=True, slots=True)
class Checked:
    """What passed, one frame a table, and what did not: document_id, uri, stage, reason, detail, cure."""

    accepted: dict[str, pl.DataFrame]
    rejected: pl.DataFrame
    arrivals: pl.DataFrame


def check(frames: Mapping[str, pl.DataFrame], today: date, waived: Collection[str] = ()) -> Checked:
    """Check the frames of a cleaned shard; a waived document passes the verdicts, with flags that say which fired.

    Raises ContractError where a frame as a whole does not fit its table: a fault of the program, nothing is loaded.
    """
    _require_shapes(frames)
    tables = {name: frames[name] for name in DOCUMENT_TABLES}
    tables["articles"], judged = _judge(tables, today, waived)
    rejections = [frames["rejected"], _broken_ledgers(tables), judged]
    tables["documents"] = tables["documents"].drop("text")
    rejections += [_broken_contracts(name, frame) for name, frame in tables.items()]
    rejected = _with_cures(pl.concat(rejections))
    refused = rejected["document_id"].drop_nulls().implode()
    accepted = {name: frame.filter(~pl.col("document_id").is_in(refused)) for name, frame in tables.items()}
    return Checked(accepted, rejected, frames["arrivals"])


@cache
def _shapes() -> dict[str, dict[str, pl.DataType]]:
    """Give the columns that cleaning fills, with their types: those of the contracts, and what the gate needs."""
    shapes: dict[str, dict[str, pl.DataType]] = {
        "rejected": dict(REJECTED_SCHEMA),
        "arrivals": {
            "uri": pl.String(),
            "document_id": pl.String(),
            "member": pl.Boolean(),
            "seen_at": pl.Datetime("us", "UTC"),
        },
    }
    for name in DOCUMENT_TABLES:
        schema = TABLES[name].to_schema().remove_columns(_ADDED_BY_LOADING.get(name, []))
        shapes[name] = {column: spec.dtype.type for column, spec in schema.columns.items()}
    shapes["documents"]["text"] = pl.String()
    return shapes


def _require_shapes(frames: Mapping[str, pl.DataFrame]) -> None:
    """Raise ContractError for a frame that is missing or whose columns are not those of its table."""
    for name, shape in _shapes().items():
        found = dict(frames[name].schema) if name in frames else {}
        if wrong := sorted(column for column in shape | found if shape.get(column) != found.get(column)):
            columns = ", ".join(wrong)
            raise ContractError(
                f"The frame `{name}` does not fit its contract: missing, unknown or of another type are {columns}"
            )


def _judge(
    tables: Mapping[str, pl.DataFrame], today: date, waived: Collection[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Apply the verdicts: give the articles with flags added, and the rejections."""
    articles = tables["articles"]
    seen = articles.join(tables["documents"].select("document_id", "text", "char_count"), on="document_id")
    # Without a body there is nothing to let through: the verdicts stand.
    is_waived = pl.col("document_id").is_in(list(waived)) & (pl.col("body") != "")
    seen = seen.with_columns(today=pl.lit(today), is_waived=is_waived)
    fired = seen.select(
        "document_id",
        "is_waived",
        *[verdict.fires.fill_null(value=False).alias(verdict.reason) for verdict in VERDICTS],
    )
    has_fired = fired.select(pl.col(verdict.reason).any() for verdict in VERDICTS).row(0, named=True)
    rejections, flags = [_no_rejections()], [pl.lit(None, pl.String)]
    for verdict in (verdict for verdict in VERDICTS if has_fired[verdict.reason]):
        rejects = pl.col(verdict.reason) & (~pl.col("is_waived") if verdict.severity == "reject" else False)
        hit = seen.filter(fired.select(rejects).to_series())
        rejections.append(_rejections(hit, verdict.reason, verdict.detail))
        label = f"waived:{verdict.reason}" if verdict.severity == "reject" else verdict.reason
        flags.append(pl.when(verdict.reason).then(pl.lit(label)))
    added = fired.select("document_id", added=pl.concat_list(flags).list.drop_nulls())
    flagged = articles.join(added, on="document_id", maintain_order="left")
    return flagged.with_columns(
        flags=pl.col("flags").list.concat("added").list.unique(maintain_order=True)
    ).drop("added"), pl.concat(rejections)


def _broken_ledgers(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Hold every ledger against its text: spans tile it, and the kept spans are the body, character for character."""
    texts = tables["documents"].select("document_id", "text", "char_count")
    spans = tables["spans"].sort("document_id", "ordinal")
    is_next = (pl.col("ordinal") == pl.int_range(pl.len())) & (
        pl.col("start") == pl.col("stop").shift(1, fill_value=0)
    )
    tiling = spans.group_by("document_id").agg(gapless=is_next.all(), end=pl.col("stop").max())
    kept = (
        spans.filter(pl.col("role").is_in(["body", "subheading"]))
        .join(texts, on="document_id", maintain_order="left")
        .with_columns(piece=pl.col("text").str.slice(pl.col("start"), pl.col("stop") - pl.col("start")))
        .group_by("document_id", maintain_order=True)
        .agg(pl.col("piece").str.join(""))
    )
    seen = (
        texts.join(tiling, on="document_id", how="left")
        .join(kept, on="document_id", how="left")
        .join(tables["articles"].select("document_id", "body"), on="document_id", how="left")
    )
    is_whole = (
        pl.col("gapless")
        & (pl.col("end") == pl.col("char_count"))
        & (pl.col("text").str.len_chars() == pl.col("end"))
    )
    is_body = _packed("piece") == _packed("body")
    doubtful = seen.filter(~(is_whole & is_body).fill_null(value=False))
    # Few texts hold other white space than the ordinary: only they are worth a regular expression.
    is_body = _letters("piece") == _letters("body")
    broken = doubtful.filter(~(is_whole & is_body).fill_null(value=False))
    return _rejections(
        broken, "span_ledger_broken", pl.lit("The spans do not account for every character of the text")
    )


def _packed(name: str) -> pl.Expr:
    """Give a column without ordinary spaces and line breaks."""
    return pl.col(name).str.replace_all(" ", "", literal=True).str.replace_all("\n", "", literal=True)


def _letters(name: str) -> pl.Expr:
    """Give a column without white space and invisible characters, which cleaning may normalise."""
    return (
        pl.col(name)
        .fill_null("")
        .str.replace_all(r"[\s\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff\u00ad]+", "")
    )


def _broken_contracts(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Give a rejection for each document with a row that breaks the table's contract."""
    schema = TABLES[name].to_schema().remove_columns(_ADDED_BY_LOADING.get(name, []))
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        failures = errors.failure_cases
        if failures["index"].null_count():
            first = failures.filter(pl.col("index").is_null())["check"][0]
            raise ContractError(f"The frame `{name}` does not fit its contract: {first}") from None
        # The failing values are left out: they may be whole bodies.
        causes = failures.select(
            pl.col("index").cast(pl.UInt32),
            cause=pl.format("{}.{}: {}", pl.lit(name), _column_of(schema), pl.col("check")),
        ).unique("index", keep="first", maintain_order=True)
        hit = frame.with_row_index("index").join(causes, on="index").unique("document_id", keep="first")
        return _rejections(hit, "contract_broken", pl.format("Breaks the contract {}", pl.col("cause")))
    return _no_rejections()


def _column_of(schema: DataFrameSchema) -> pl.Expr:
    """Give the column at fault; where it takes several, pandera gives the name of the schema."""
    return pl.when(pl.col("column") == schema.name).then(pl.lit("row")).otherwise("column").fill_null("row")


def _no_rejections() -> pl.DataFrame:
    return pl.DataFrame(schema=REJECTED_SCHEMA)


def _rejections(hit: pl.DataFrame, reason: str, detail: pl.Expr) -> pl.DataFrame:
    return hit.select(
        "document_id",
        uri=pl.lit(None, pl.String),
        stage=pl.lit("check"),
        reason=pl.lit(reason),
        detail=detail.cast(pl.String),
    )


def _with_cures(rejected: pl.DataFrame) -> pl.DataFrame:
    """Keep one reason a document, the first that fired, and add its cure."""
    named = rejected.filter(pl.col("document_id").is_not_null()).unique(
        "document_id", keep="first", maintain_order=True
    )
    nameless = rejected.filter(pl.col("document_id").is_null())
    return pl.concat([named, nameless]).with_columns(
        detail=pl.col("detail").str.slice(0, _DETAIL_LENGTH),
        cure=pl.col("reason").replace_strict(CURES, default=DEFAULT_CURE),
    )
