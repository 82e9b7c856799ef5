"""The run-time checker of shapes and types in `reference`, named by jaxtyping's pytest option."""

from beartype import BeartypeConf, beartype


checked = beartype(conf=BeartypeConf(is_pep484_tower=True))
"""An int is a float, as PEP 484 has it."""
