"""Full-text search: an index of words beside the database, kept by every run, and questions to it with ranked hits.

The index is an SQLite file with a full-text table (FTS5), which Python brings along. It knows words and numbers; which
article has which number stands in the database (`indexed_articles`), loaded, rolled back and published with it.
"""

from copydesk.searching.index import is_due, keep_index

__all__ = ["is_due", "keep_index"]
