"""What a new delivery changes in what was delivered before, told before it is taken in."""

from collections.abc import Sequence
from pathlib import Path

from firstcall.service.billing.billing_files import REVENUE, sha256
from firstcall.service.billing.billing_intake import ALWAYS
from firstcall.service.folder import Partnership
from firstcall.service.settle.settle_desk import END, desk, read_delivered
from firstcall.settlement.books.deliveries import compare, in_place


def redelivery(held: Partnership, paths: Sequence[Path], adds: bool) -> tuple[str, ...]:
    """Return what files change, origin by origin and month by month, in words.

    Raises:
      BillingError: a file has faults; nothing is taken in then.
    """
    with desk(held) as settled:
        known = {file.sha256 for file in settled.files if file.recorded != ALWAYS}
        fresh = [path for path in paths if sha256(path) not in known]
        lines = [path for path in fresh if path.parent.name == REVENUE]
        billing = [path for path in fresh if path.parent.name != REVENUE]
        told: list[str] = []
        if lines:
            taken = tuple((delivery, entries) for delivery, entries in settled.lines if delivery.recorded != ALWAYS)
            new = [entry for path in lines for entry in read_delivered(path, held.agreement)]
            before = () if adds else in_place(taken, END)
            told += [change.says for change in compare(before, new)]
        if billing:
            told += settled.rows().redelivered(billing, adds)
    return tuple(told)
