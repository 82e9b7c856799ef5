"""Data, not code: what is here and under which terms stands in README.md."""
