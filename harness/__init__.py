"""Grade deep-learning assignments by evidence, and say why."""

__version__ = "0.1.0"
