"""What became of an attack, in a word or two."""

from collections.abc import Mapping
from typing import Any

from tests.attacks.attack import Attack


HELD, OPEN, BROKEN, LACKING = "held", "**open**", "**BROKEN**", "not promised"


def outcome(attack: Attack, tier: str, told: Mapping[str, Any]) -> str:
    """`held`, or which walls the tier would need for it, or that it should have held."""
    if missing := attack.missing(tier):
        return f"{LACKING}: {', '.join(sorted(missing))}"
    if not told["breaches"]:
        return HELD
    return OPEN if attack.open else BROKEN
