"""What an article says: dates, datelines, bylines, copyright lines, language."""
