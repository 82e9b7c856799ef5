"""How far a batch is, in a terminal: a bar, the counts, and what runs now."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from harness.cli.lines import Counts, Plain
from harness.grade import Event
from harness.model import Grade


class Screen(Counts):
    """A bar, the counts, and what runs now."""

    def __init__(self, slug: str, isolation: str, console: Console) -> None:
        super().__init__(slug, isolation)
        self.bar = Bar(
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
        )
        self.task = self.bar.add_task(slug, total=None, rate="")
        self.live = Live(Group(self.bar), console=console, refresh_per_second=8, transient=False)

    def begin(self, total: int) -> None:
        """Show what begins."""
        super().begin(total)
        self.bar.update(self.task, total=total)
        self._show()

    def tell(self, event: Event, name: str, grade: Grade | None) -> None:
        """Show what happened."""
        super().tell(event, name, grade)
        self.bar.update(self.task, completed=self.done, rate=f"{self.rate:.1f}/s")
        self._show()

    def _show(self) -> None:
        counts = Text.assemble(
            ("  lost points ", "dim"),
            str(self.lost),
            ("   void ", "dim"),
            (str(self.void), "magenta" if self.void else ""),
            ("   graded before ", "dim"),
            str(self.kept),
            ("   isolation ", "dim"),
            self.isolation,
        )
        now = Text(f"  now  {'  '.join(list(self.running)[:4])}", style="dim", no_wrap=True)
        self.live.update(Group(self.bar, counts, now if self.running else Text("")))


@contextmanager
def live(slug: str, isolation: str) -> Iterator[Counts]:
    """The display while it is there; plain lines where nothing can be drawn over."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Plain(slug, isolation)
        return
    screen = Screen(slug, isolation, console)
    with screen.live:
        yield screen
