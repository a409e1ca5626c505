"""What somebody able would write instead: pandas with Jinja2, and DuckDB by hand. Each writes its numbers as JSON too."""
