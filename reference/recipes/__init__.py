"""How we would train ourselves: what thresholds are measured with, and weaker ways to compare."""
