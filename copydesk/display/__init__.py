"""What the command line shows."""

from copydesk.display.bars import fetching, progress
from copydesk.display.console import complain, counted, err, out, say
from copydesk.display.documents import show_article, show_comparison, show_proof
from copydesk.display.hits import show_answer
from copydesk.display.runs import show_changes, show_next, show_run
from copydesk.display.tables import show_frame, show_pairs, show_query, show_record

__all__ = [
    "complain",
    "counted",
    "err",
    "fetching",
    "out",
    "progress",
    "say",
    "show_answer",
    "show_article",
    "show_changes",
    "show_comparison",
    "show_frame",
    "show_next",
    "show_pairs",
    "show_proof",
    "show_query",
    "show_record",
    "show_run",
]
