"""Contract of `documents`."""

from checks.contracts.base import Contract, Moment, column, document_id


class Documents(Contract):
    """One row for each distinct input, by the hash of its bytes."""

    document_id: str = document_id(unique=True, key=True)
    media_type: str = column("How the bytes were read", isin=["text/plain", "text/html", "application/json"])
    encoding: str = column("Character encoding the bytes were decoded with")
    byte_count: int = column("Size of the raw document in bytes", ge=1)
    char_count: int = column("Length of the decoded text in characters", ge=1)
    shard_id: str = column("Landed shard that keeps the raw bytes")
    first_seen_at: Moment = column("When the document first came in (UTC)")
