"""Which outlets and agencies an article leans on."""

from copydesk.reporting.citations.reading import read_citations

__all__ = ["read_citations"]
