"""Contract of `quarantine`."""

from checks.contracts.base import HEX_ID, Contract, Moment, column, optional


class Quarantine(Contract):
    """What did not pass, why, and what can be done about it. Rows are never deleted, only closed."""

    quarantine_id: str = column(
        "Short name for the command line", str_matches=r"^[0-9a-f]{12}$", unique=True, key=True
    )
    document_id: str = optional("The document, NULL where no bytes could be read", str_matches=HEX_ID)
    uri: str = column("Path, path#line or URL it came from", str_length={"min_value": 1})
    stage: str = column("Where it failed", isin=["collect", "read", "clean", "check"])
    reason: str = column("Short code of the cause", str_matches=r"^[a-z0-9_.]+$")
    detail: str = column(
        "What is wrong with this document, in a sentence", str_length={"min_value": 1, "max_value": 200}
    )
    cure: str = column("What a person can do about it, in a sentence", str_length={"min_value": 1})
    status: str = column(
        "open; resolved: a later attempt loaded it; waived: a person loaded it",
        isin=["open", "resolved", "waived"],
    )
    shard_id: str = optional("Landed shard that keeps the raw bytes, NULL where none could be read")
    run_id: str = column("Run that quarantined it")
    quarantined_at: Moment = column("When (UTC)")
    closed_by: str = optional("Who waived it, or the run that resolved it")
    closed_at: Moment = optional("When it was waived or resolved (UTC)")
