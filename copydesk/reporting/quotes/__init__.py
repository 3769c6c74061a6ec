"""Who said what: the spans in quotation marks of an article, and who speaks in them."""

from copydesk.reporting.quotes.reading import read_quotes

__all__ = ["read_quotes"]
