"""An analyst with the published file open: a process of its own that knows nothing but the database engine.

`python -m tests.pipeline.reader FILE often` opens, looks and closes over and over; `... held` opens once and looks over
and over. Each look is a line of JSON; the end of standard input is the end.
"""

import json
import select
import sys
import time
from typing import Any, Literal

import duckdb

# One look: numbers that belong together, and what would give a half-written snapshot away.
LOOK = {
    "articles": "select count(*) from articles",
    "documents": "select count(*) from documents",
    "runs": "select count(*) from runs",
    "newest_run": "select max(started_at)::varchar from runs",
    "unfinished": "select count(*) from runs where state = 'running'",
    "unsighted": "select count(*) from documents anti join sightings using (document_id)",
    "untiled": """
        select count(*) from (
            select document_id from spans group by document_id
            having sum(stop - start) <> (
                select char_count from documents where documents.document_id = spans.document_id
            )
        )
    """,
    "bodies": """
        select count(*) from articles where body is distinct from (
            select string_agg(text, chr(10) || chr(10) order by ordinal) from paragraphs
            where paragraphs.document_id = articles.document_id
        )
    """,
}


def look(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Answer every question of a look."""
    return {name: con.execute(sql).fetchall()[0][0] for name, sql in LOOK.items()}


def read(path: str, manner: Literal["often", "held"]) -> None:
    """Look until standard input ends, and say what was seen or what went wrong."""
    con = duckdb.connect(path, read_only=True)
    while True:
        _tell(look(con))
        if select.select([sys.stdin], [], [], 0.03)[0]:
            break
        if manner == "often":
            con.close()
            con = duckdb.connect(path, read_only=True)
    con.close()


def _tell(seen: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(seen | {"at": time.time()}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    read(sys.argv[1], "held" if sys.argv[2] == "held" else "often")
