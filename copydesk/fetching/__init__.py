"""From the wire: polite, safe fetching of pages that addresses, feeds and sitemaps name."""
