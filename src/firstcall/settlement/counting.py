"""What counts on a leg: the stream of a base that holds an entry; what no share counts, and what a change of terms cuts."""

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.settlement.entries import Entry


def stream_of(base: Base, entry: Entry, payer: str) -> str | None:
    """Return the first stream of the base that holds the entry; None when it does not count.

    Revenue lines are those of the party that the base names, or of the payer.
    """
    if entry.kind not in base.kinds:
        return None
    if base.source == "focus":
        return entry.stream if any(stream.name == entry.stream for stream in base.streams) else None
    if entry.origin != (base.of or payer):
        return None
    fields = dict(entry.fields) | {"stream": entry.stream, "kind": entry.kind, "currency": entry.currency}
    for stream in base.streams:
        if not stream.where and not stream.without and stream.name != entry.stream:
            continue
        wanted = all(fields.get(name) in values for name, values in stream.where.items())
        if wanted and not any(fields.get(name) in values for name, values in stream.without.items()):
            return stream.name
    return None
