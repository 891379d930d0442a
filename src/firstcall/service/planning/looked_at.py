"""The planning files of a folder, each looked at by itself, then together: for `firstcall check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from firstcall.agreement.document import Agreement
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.input_checks import FilesRead, check_together
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.needs_file import read_needs, read_written
from firstcall.planning.inputs.supply import SupplyLine, read_supply
from firstcall.planning.steps.ground import ground
from firstcall.record.journal.journal import Record
from firstcall.said import Said, plural
from firstcall.service.plain_files import is_there
from firstcall.service.planning.files import bytes_of_file, text_of_file
from firstcall.values import dataclass


class NeedsCounted(Said):
    says = plural("count.needs", "{n} need", "{n} needs")
    n: int


class LinesCounted(Said):
    says = plural("count.lines-of-supply", "{n} line of supply", "{n} lines of supply")
    n: int


class FutureAnswersCounted(Said):
    says = plural(
        "count.answers",
        "{n} answer and what else nobody knows yet",
        "{n} answers and what else nobody knows yet",
    )
    n: int


class FitsTogether(Said):
    says = plural(
        "count.fits-together",
        "it fits the needs and the agreement; {n} remark that a plan prints",
        "it fits the needs and the agreement; {n} remarks that a plan prints",
    )
    n: int


@dataclass
class _Looked:
    """The planning files as far as they could be read."""

    folder: Path
    agreement: Agreement
    record: Record
    read_needs: Needs | None = None
    read_lines: tuple[SupplyLine, ...] | None = None
    read_futures: Futures | None = None

    def needs(self) -> Said:
        file = self.folder / "needs.yaml"
        self.read_needs = read_needs(bytes_of_file(file, "needs"), self.agreement, str(file))
        return NeedsCounted(n=len(self.read_needs.needs))

    def supply(self) -> Said:
        file = self.folder / "supply.csv"
        self.read_lines = read_supply(text_of_file(file), str(file))
        return LinesCounted(n=len(self.read_lines))

    def futures(self) -> Said:
        file = self.folder / "futures.yaml"
        self.read_futures, _ = read_written(bytes_of_file(file, "futures"), Futures, str(file))
        return FutureAnswersCounted(n=len(self.read_futures.answers))

    def together(self) -> Said:
        """Hold them against each other and the agreement, as on the first day that anything is needed."""
        assert self.read_needs is not None and self.read_lines is not None and self.read_futures is not None
        needs = self.read_needs
        first = min(amount.from_ for need in needs.needs for amount in need.amount)
        names = [str(self.folder / name) for name in ("needs.yaml", "supply.csv", "futures.yaml")]
        stands = ground(self.agreement, self.record, first)
        remarks = check_together(
            stands, needs, self.read_lines, self.read_futures, FilesRead(names[0], names[1], names[2])
        )
        return FitsTogether(n=len(remarks))


def planning_papers(
    folder: Path, agreement: Agreement, record: Record
) -> Iterator[tuple[str, Path, Callable[[], Said]]]:
    """Yield each planning file that is there with how it is looked at, then all together if each could be read.

    Args:
      folder: the partnership's folder.
      agreement: its agreement.
      record: its record.
    """
    looked = _Looked(folder, agreement, record)
    kinds = (("needs", "needs.yaml", looked.needs), ("supply", "supply.csv", looked.supply),
             ("futures", "futures.yaml", looked.futures))  # fmt: skip
    for kind, name, look in kinds:
        if is_there(folder / name):
            yield kind, folder / name, look
    if not is_there(folder / "futures.yaml"):
        looked.read_futures = Futures()
    if None not in (looked.read_needs, looked.read_lines, looked.read_futures):
        yield "planning", folder / "supply.csv", looked.together
