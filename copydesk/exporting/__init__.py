"""Export: the published tables as files that any tool opens, with a card that tells what they are."""

from enum import StrEnum


class ExportFormat(StrEnum):
    """What the files of an export are."""

    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"
