"""docs/gallery.md: which contract of the gallery uses which kind of clause, written from the folders themselves.

`python tools/gallery.py` writes the page anew.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeGuard, get_args

from firstcall.agreement.model.clauses.first_refusal import FirstRefusal
from firstcall.agreement.model.clauses.kinds import (
    CLAUSE_KINDS,
    Approval,
    Clause,
    DatedDuty,
    Option,
    Payment,
    PricePromise,
    Prohibition,
)
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.promises.payment import Recurring
from firstcall.agreement.model.clauses.technology import Priority
from firstcall.agreement.model.event_dates import hung_dates
from firstcall.service.gallery.entries import GalleryEntry, gallery_entries

PAGE = Path(__file__).resolve().parent.parent / "docs" / "gallery.md"
ABOUT = """\
# The gallery

Agreements as they are signed, written as files that every command reads: computing partnerships as publicly
reported, and forms of first refusal from other fields, in our own words. Beside each text are questions with
answers reasoned from it; each is a test. What a file does not express is said on its page.

    firstcall gallery                      the list
    firstcall gallery office-lease         one of them, with its questions
    firstcall gallery --check              ask every question again
    firstcall new lease --like office-lease    a folder of your own, to fill in

All are in `examples/gallery` and come with `pip install`. [Clauses](clauses.md) explains the kinds of clause.

From a clause to a deadline, step by step, for each form of first refusal:
[a tenant's first offer](../tests/transcripts/deadline-tenants-first-offer.md),
[a founder's shares](../tests/transcripts/deadline-founders-shares.md),
[a preferential right](../tests/transcripts/deadline-preferential-right.md),
[an offer sheet](../tests/transcripts/deadline-offer-sheet.md),
[power beside a data centre](../tests/transcripts/deadline-power-beside.md).
"""


def page() -> str:
    """The page as the folders are now."""
    entries = gallery_entries()
    return "\n".join(
        [
            ABOUT,
            "## What there is\n",
            *_list(entries),
            "",
            "## Which kind is in which\n",
            *_kinds(entries),
            "",
            "## Which concept is in which\n",
            *_concepts(entries),
            "",
        ]
    )


def _list(entries: tuple[GalleryEntry, ...]) -> Iterator[str]:
    yield "| name | what | field | lines | questions |"
    yield "|---|---|---|---|---|"
    for entry in entries:
        known = entry.known
        yield f"| `{entry.name}` | {entry.agreement.title} | {known.field} | {entry.lines} | {len(known.questions)} |"


def _kinds(entries: tuple[GalleryEntry, ...]) -> Iterator[str]:
    yield "| kind | in |"
    yield "|---|---|"
    for kind in CLAUSE_KINDS:
        (name,) = get_args(kind.model_fields["type"].annotation)
        using = [f"`{entry.name}`" for entry in entries if name in entry.kinds]
        yield f"| `{name}` | {', '.join(using) or 'none yet'} |"


def _recurs(clause: Clause) -> bool:
    return isinstance(clause, Payment | DatedDuty) and isinstance(clause.when, Recurring)


CONCEPTS: Mapping[str, Callable[[Clause], bool]] = {
    "a date that an event, a determination or an end brings": lambda one: any(hung_dates(one)),
    "a sum at regular times": lambda one: isinstance(one, Payment) and _recurs(one),
    "a sum or equity by a dated list or an event": lambda one: isinstance(one, Payment) and not _recurs(one),
    "a payment in advance, set against sums": lambda one: isinstance(one, Payment) and one.prepays is not None,
    "a sum by the level of a reported figure": lambda one: isinstance(one, Payment) and one.levels is not None,
    "a delivery with grace and a credit for each day late": lambda one: isinstance(one, DatedDuty) and bool(one.late),
    "a commitment for the whole term": lambda one: isinstance(one, Commitment) and one.per == "term",
    "a commitment by the year or quarter": lambda one: isinstance(one, Commitment) and one.per != "term",
    "a commitment that steps up": lambda one: isinstance(one, Commitment) and isinstance(one.amount, tuple),
    "a commitment in a unit that is no money": lambda one: isinstance(one, Commitment) and one.unit is not None,
    "a shortfall that may be made up": lambda one: isinstance(one, Commitment) and one.make_up is not None,
    "an amount that is not known": lambda one: isinstance(one, Commitment | RevenueShare) and one.open is not None,
    "a permission up to a quantity": lambda one: isinstance(one, Approval) and one.up_to is not None,
    "a primary provider": lambda one: isinstance(one, Priority) and one.duty == "primary_provider",
    "data or use that stays in a place": lambda one: isinstance(one, Prohibition) and "run" in one.acts,
    "assignment or change of control": lambda one: isinstance(one, Prohibition) and "run" not in one.acts,
    "a right of first refusal where the grantor sells": lambda one: _refuses(one) and one.grantor == "seller",
    "holders in tiers": lambda one: _refuses(one) and one.several is not None and len(one.several.tiers) > 1,
    "a package with an allocated price": lambda one: _refuses(one) and "allocated_price" in one.notice.required,
    "a match in part": lambda one: _refuses(one) and one.partial != "none",
    "a price promise": lambda one: isinstance(one, PricePromise),
    "an option": lambda one: isinstance(one, Option),
}
"""What contracts agree on, each with how a clause shows it."""


def _refuses(clause: Clause) -> TypeGuard[FirstRefusal]:
    return isinstance(clause, FirstRefusal)


def _concepts(entries: tuple[GalleryEntry, ...]) -> Iterator[str]:
    yield "| concept | in |"
    yield "|---|---|"
    for concept, shows in CONCEPTS.items():
        using = [f"`{entry.name}`" for entry in entries if any(map(shows, _clauses(entry)))]
        yield f"| {concept} | {', '.join(using) or 'none yet'} |"


def _clauses(entry: GalleryEntry) -> Iterator[Clause]:
    yield from entry.agreement.clauses
    for change in entry.agreement.amendments:
        yield from (*change.add, *change.replace)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
