"""Packages that are not there: importing one costs nothing, using it says why not.

An unused `import torch` at the top of a file is no reason to lose points, so the import gives a
module; whatever is looked up in it raises ImportError with a sentence that the student can read.
So it is with packages that an assignment takes away, and with those that students import by habit
and that happen not to be installed where their work is graded.
"""

import sys
from collections.abc import Collection, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn


_CHECKER = "harness"
HABITS = (
    "IPython", "PIL", "cv2", "jax", "keras", "matplotlib", "pandas", "plotly", "scipy", "seaborn",
    "sklearn", "tensorflow", "torch", "torchvision", "tqdm",
)  # fmt: skip
_TAKEN = (
    "the package {!r} may not be used in this assignment and does not exist here; "
    "write this part without it"
)
_NOT_INSTALLED = (
    "the package {!r} is not installed where your work is graded; "
    "write this part without it, or leave it out of what you hand in"
)
_DUNDERS = frozenset(
    ("__path__", "__file__", "__spec__", "__loader__", "__cached__", "__all__", "__wrapped__")
)


class AbsentModule(ModuleType):
    """A package that is not there: it can be imported and named, and nothing else."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(name)
        self.__doc__ = sentence

    def _refuse(self) -> NoReturn:
        package = object.__getattribute__(self, "__name__").partition(".")[0]
        raise ImportError(object.__getattribute__(self, "__doc__").format(package), name=package)

    def __getattr__(self, name: str) -> Any:
        # `from torch import nn` first looks whether nn is there; AttributeError makes the import
        # system ask the finder below, so that an unused name costs nothing either.
        asked_by_import = sys._getframe(1).f_globals.get("__name__") == "importlib._bootstrap"  # noqa: SLF001
        if name in _DUNDERS or asked_by_import:
            raise AttributeError(name)
        self._refuse()

    def __call__(self, *_: object, **__: object) -> NoReturn:
        """`from torch.nn import Linear` gives a module; calling it is a use."""
        self._refuse()

    def __mro_entries__(self, _: tuple[type, ...]) -> NoReturn:
        """So is inheriting from it."""
        self._refuse()


class Absence:
    """Finds absent packages and all that would be in them.

    A finder and a loader by what it does: importing `importlib.abc` would take 10 ms.
    """

    def __init__(self, packages: Collection[str], sentence: str) -> None:
        self._packages, self._sentence = frozenset(packages), sentence

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A package for every name below one that is absent."""
        del path, target
        package = fullname.partition(".")[0]
        there = isinstance(sys.modules.get(package), AbsentModule) or package == fullname
        if package not in self._packages or not there:
            return None
        loader: Any = self
        return ModuleSpec(fullname, loader, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module that refuses."""
        return AbsentModule(spec.name, self._sentence)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def take_away(packages: Collection[str]) -> None:
    """From now on these packages are absent, and the habitual ones that nobody else can find."""
    finders: list[Any] = sys.meta_path
    finders.insert(0, Absence(packages, _TAKEN))
    finders.append(Absence(HABITS, _NOT_INSTALLED))
    sys.modules[_CHECKER] = idle()


def idle() -> ModuleType:
    """What `from harness import check` gives here: a cell that checked at home does nothing.

    It stays in notebooks that are handed in, and is no reason for an error.
    """
    module = ModuleType(_CHECKER, "Where work is graded, check() does nothing.")
    vars(module).update(__file__=None, check=lambda *_, **__: None)
    return module
