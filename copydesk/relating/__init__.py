"""Who copied whom: near-copies in clusters, and passages that otherwise different articles share."""

from copydesk.relating.steps import forget, is_due, relate, was_done

__all__ = ["forget", "is_due", "relate", "was_done"]
