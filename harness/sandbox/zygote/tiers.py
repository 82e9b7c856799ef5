"""How strong a zygote's walls can be made, by what the machine allows. The strongest comes first.

name                around the zygote       around each submission
zygote              own tree, namespaces    namespaces, Landlock, seccomp
zygote-namespaces   own tree, namespaces    namespaces, seccomp (a kernel without Landlock)
zygote-bubblewrap   bubblewrap              Landlock, seccomp (only bwrap may make namespaces)
zygote-uid          nothing                 a user of its own, Landlock, seccomp (as root)
zygote-landlock     nothing                 Landlock, seccomp
"""

from dataclasses import dataclass
from typing import Literal

from harness.sandbox.level import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One arrangement of walls."""

    name: str
    level: Level
    around: Literal["launcher", "bubblewrap", "nothing"]
    """What the zygote itself is started in."""
    namespaces: bool
    """Whether each sandbox has its own: processes, network, files."""
    landlock: bool
    own_user: bool = False
    gives: str

    @property
    def walled(self) -> bool:
        """Whether files are hidden, and not only refused."""
        return self.around != "nothing"


TIERS = {
    tier.name: tier
    for tier in (
        Tier(
            name="zygote",
            level=Level.FULL,
            around="launcher",
            namespaces=True,
            landlock=True,
            gives="namespaces, Landlock and seccomp around each submission, which starts warm",
        ),
        Tier(
            name="zygote-namespaces",
            level=Level.NAMESPACES,
            around="launcher",
            namespaces=True,
            landlock=False,
            gives="namespaces and seccomp around each submission, which starts warm; no Landlock",
        ),
        Tier(
            name="zygote-bubblewrap",
            level=Level.NAMESPACES,
            around="bubblewrap",
            namespaces=False,
            landlock=True,
            gives="bubblewrap around all, Landlock and seccomp around each, which starts warm",
        ),
        Tier(
            name="zygote-uid",
            level=Level.USER,
            around="nothing",
            namespaces=False,
            landlock=True,
            own_user=True,
            gives="a user of its own, Landlock and seccomp for each submission; no namespaces",
        ),
        Tier(
            name="zygote-landlock",
            level=Level.LANDLOCK,
            around="nothing",
            namespaces=False,
            landlock=True,
            gives="Landlock and seccomp around each submission, as the user who grades",
        ),
    )
}
