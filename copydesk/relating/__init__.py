"""Who copied whom: near-copies in clusters, and passages that otherwise different articles share."""

from copydesk.relating.steps import is_due, relate

__all__ = ["is_due", "relate"]
