"""One pandera contract a table: the single source of its columns, their types and what they mean.

`TABLES` lists them in the order in which they are created and loaded. A new table is a new module here, one line
below, and `make generate`.
"""

from checks.contracts.articles import Articles
from checks.contracts.base import Contract
from checks.contracts.comments import Comments
from checks.contracts.documents import Documents
from checks.contracts.fetches import Fetches, Hosts
from checks.contracts.ledger import CheckResults, Runs, Shards
from checks.contracts.paragraphs import Paragraphs
from checks.contracts.quarantine import Quarantine
from checks.contracts.reuse import Buckets, Clusters, Passages, Shingles, Signatures
from checks.contracts.said import Citations, Quotes
from checks.contracts.search import IndexedArticles
from checks.contracts.sightings import Sightings
from checks.contracts.spans import Spans

TABLES: dict[str, type[Contract]] = {
    "documents": Documents,
    "sightings": Sightings,
    "articles": Articles,
    "spans": Spans,
    "paragraphs": Paragraphs,
    "comments": Comments,
    "quotes": Quotes,
    "citations": Citations,
    "passages": Passages,
    "clusters": Clusters,
    "signatures": Signatures,
    "buckets": Buckets,
    "shingles": Shingles,
    "indexed_articles": IndexedArticles,
    "quarantine": Quarantine,
    "runs": Runs,
    "shards": Shards,
    "check_results": CheckResults,
    "fetches": Fetches,
    "hosts": Hosts,
}

# The tables a cleaned document fills, all keyed by document_id.
DOCUMENT_TABLES = ("documents", "articles", "spans", "paragraphs", "comments", "quotes", "citations")

__all__ = ["DOCUMENT_TABLES", "TABLES", "Contract"]
