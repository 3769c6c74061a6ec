"""Contracts of `fetches` and `hosts`: the ledger of web addresses and of those who serve them."""

import polars as pl

from checks.contracts.base import HEX_ID, Contract, Moment, column, optional


class Fetches(Contract):
    """One row a web address that was asked for or named by a feed: what became of it, when it is due."""

    url: str = column("Canonical spelling of the address", str_length={"min_value": 1}, unique=True, key=True)
    asked_url: str = column("The address as it was first written")
    host: str = column("Scheme, host and port; empty where it is no web address")
    kind: str = column("What is expected there", isin=["page", "feed", "sitemap", "front page"])
    source: str = column("The feed, sitemap, front page or redirect that named it, or: asked")
    # fetched, unchanged since; moved to final_url; retry: failed and due again; gone: 404 or 410; refused: will be the
    # same next time; failed: given up
    state: str = column(
        "What became of it; retry is due again, refused and failed are not",
        isin=["waiting", "fetched", "unchanged", "moved", "retry", "gone", "refused", "failed"],
    )
    found_at: Moment = column("When it was first asked for or named (UTC)")
    told: str = optional("What the feed or sitemap says of the article, as JSON")
    reason: str = optional(
        "Short code of why there is no document, or no newer one", str_matches=r"^[a-z0-9_]+$"
    )
    detail: str = optional("The reason in a sentence", str_length={"max_value": 200})
    robots_rule: str = optional("Line of robots.txt that decided, or why none did")
    status: pl.Int32 = optional(
        "HTTP status of the last answer", in_range={"min_value": 100, "max_value": 599}
    )
    final_url: str = optional("Where redirects led, in canonical spelling")
    document_id: str = optional("Document that it last gave", str_matches=HEX_ID)
    etag: str = optional("Validator of the last answer that brought a document")
    last_modified: str = optional("The other validator")
    byte_count: int = optional("Bytes of that answer, as sent", ge=0)
    seconds: float = optional("Seconds that the last answer took", ge=0)
    attempts: pl.Int32 = column("Failures in a row", ge=0)
    asked_at: Moment = optional("Last request (UTC)")
    fetched_at: Moment = optional("Last answer that brought the document or said it is unchanged (UTC)")
    next_due_at: Moment = optional("When it is asked again; NULL: only if a person or a feed says so (UTC)")
    run_id: str = optional("Run that last dealt with it")


class Hosts(Contract):
    """One row a host that was ever asked: its robots.txt, and when it may be asked again."""

    host: str = column("Scheme, host and port", unique=True, key=True)
    robots_status: pl.Int32 = optional("HTTP status of robots.txt; NULL: it could not be reached")
    robots_text: str = optional("robots.txt as it was last read")
    robots_at: Moment = optional("When that was; it is kept for 24 hours (UTC)")
    ready_at: Moment = optional("Not to be asked before (UTC)")
    resting_until: Moment = optional("Left alone until then, after failures in a row (UTC)")
    failure_count: pl.Int32 = column("Failures in a row", ge=0)
    rest_count: pl.Int32 = column("Rests in a row", ge=0)
    asked_on: pl.Int32 = column("Day of the last request, in days since 1970", ge=0)
    asked_count: pl.Int32 = column("Requests on that day", ge=0)
