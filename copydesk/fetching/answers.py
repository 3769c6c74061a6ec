"""What an answer, or the lack of one, makes of an address: its row of the ledger, and what goes on to be cleaned."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from copydesk.document import RawDocument
from copydesk.errors import FetchError
from copydesk.fetching import asks
from copydesk.fetching.asks import Fetch, Pace
from copydesk.fetching.backoff import is_transient
from copydesk.fetching.canonical import canonical
from copydesk.fetching.client import Response
from copydesk.fetching.politeness import retry_seconds
from copydesk.reading.hints import parse_hints
from copydesk.reading.transport import write_headers


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one address: its row, and the document, or the body of a feed or sitemap."""

    fetch: Fetch
    document: RawDocument | None = None
    body: bytes = b""
    content_type: str | None = None


def read_answer(asked: Fetch, answer: Response, pace: Pace, rng: random.Random) -> Outcome:
    """Sort an answer by its status: a document, nothing new, a failure that may pass, or one that will not."""
    now = datetime.now(UTC)
    fetch = replace(
        asked, status=answer.status, final_url=canonical(answer.final_url), seconds=answer.seconds
    )
    if is_transient(answer.status):
        wait = retry_seconds(find_value(answer, "retry-after"), now.timestamp())
        reason, detail = f"http_{answer.status}", f"The server answers {answer.status}"
        return Outcome(asks.failed(fetch, reason, detail, now, pace, rng, wait))
    if answer.status == 304:
        return Outcome(asks.arrived(fetch, None, now, pace))
    if not 200 <= answer.status <= 299:
        return Outcome(asks.declined(fetch, answer.status))
    return _arrived(fetch, answer, now, pace)


def read_error(asked: Fetch, error: FetchError, pace: Pace, rng: random.Random) -> Outcome:
    """Tell a failure that may pass from one that will be the same next time."""
    if error.transient:
        return Outcome(asks.failed(asked, error.reason, error.detail, datetime.now(UTC), pace, rng))
    return Outcome(asks.refused(asked, error.reason, error.detail))


def find_value(answer: Response, name: str) -> str | None:
    """Give the first value of a header."""
    return next((value for key, value in answer.headers if key == name), None)


def _arrived(fetch: Fetch, answer: Response, now: datetime, pace: Pace) -> Outcome:
    fetch = replace(
        fetch,
        byte_count=answer.byte_count,
        etag=find_value(answer, "etag"),
        last_modified=find_value(answer, "last-modified"),
    )
    if fetch.kind != "page":
        done = asks.arrived(fetch, None, now, pace)
        return Outcome(done, body=answer.body, content_type=find_value(answer, "content-type"))
    document = RawDocument(
        fetch.final_url or fetch.url,
        answer.body,
        headers=write_headers(answer.headers),
        seen_at=now,
        told=parse_hints(fetch.told),
    )
    return Outcome(asks.arrived(fetch, document.document_id, now, pace), document)
