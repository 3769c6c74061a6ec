"""Whatever a person types is a question that the engine understands, or is refused in a sentence."""

import sqlite3
from contextlib import closing, suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.errors import UsageError
from copydesk.searching.questions import match, read_question


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.text('ab "-*“”東(:^+', max_size=20))
def test_any_question_is_one_for_the_engine_or_refused(question: str) -> None:
    with suppress(UsageError), closing(sqlite3.connect(":memory:")) as con:
        asked = match(read_question(question))
        con.execute("create virtual table words using fts5(body)")
        assert con.execute("select rowid from words where words match ?", [asked]).fetchall() == []
