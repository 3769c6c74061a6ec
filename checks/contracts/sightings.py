"""Contract of `sightings`."""

from checks.contracts.base import Contract, Moment, column, document_id


class Sightings(Contract):
    """Which document stood at which address since when; the newest row of an address is its current version."""

    document_id: str = document_id(key=True)
    uri: str = column(
        "Path, path#line or URL where the document was found", str_length={"min_value": 1}, key=True
    )
    seen_at: Moment = column("When it was found or captured there (UTC)", key=True)
    run_id: str = column("Run that found it")
