"""What-ifs: an overlay is an amendment that names the version it changes, with events it supposes.

Versions after the one it names are dropped, unless it says `keep_later`; then a later step on what the
overlay removed is skipped, and that is said.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from firstcall.agreement.check.references import check_references
from firstcall.agreement.document import BASE, Agreement, Amendment
from firstcall.agreement.model.basis import Basis, Id, Moment, Text, TrueOrFalse, Written
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.definitions import Ids, Redefinition
from firstcall.agreement.model.readings import Patch, Reading
from firstcall.agreement.read.problems import ProblemList, faults
from firstcall.agreement.read.text import Places, decode, read_yaml
from firstcall.errors import AgreementError, Problem, near_or_listed, unknown
from firstcall.kept import Kept
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass


class SupposedByWhatIf(Said):
    says = sentence("terms.supposed", "supposed by a what-if")


SUPPOSED = Basis(grade="assumed", note=str(SupposedByWhatIf()))


class Overlay(Written):
    """A what-if as written."""

    schema_: Literal["firstcall/overlay/1"] = Field(alias="schema")
    """The version of this format."""
    id: Id
    """The name of the version that it makes."""
    title: Text
    """What is supposed, in a few words."""
    base: Id
    """The version it changes: an amendment's id, or `base`."""
    keep_later: TrueOrFalse = False
    """Whether versions after the one it names still follow."""
    effective: Moment | None = None
    """When the change takes effect; with the version it names when left out."""
    add: tuple[Clause, ...] = ()
    """Clauses that come in."""
    replace: tuple[Clause, ...] = ()
    """Clauses that stand whole in place of those with the same id."""
    remove: Ids = ()
    """Ids of clauses that go."""
    redefine: Redefinition = Redefinition()
    events: tuple[dict[str, Any], ...] = ()
    """Events it supposes: type, at, by and what the type asks."""
    basis: Basis = SUPPOSED


class WhatIfTold(Said):
    says = sentence("note.what-if", "what-if: {what}")
    what: Said


class StepSkipped(Said):
    says = sentence("what-if.step-skipped", "{version} acts on {clause}, which {overlay} changed; that step is skipped")
    version: str
    clause: Annotated[str, Quoted]
    overlay: str


_LESS: Kept[tuple[tuple[str, ...], datetime], Agreement] = Kept("documents that lose clauses at an instant")


@dataclass(frozen=True, slots=True)
class Overlaid:
    """An agreement with an overlay applied, and what must be said of it."""

    agreement: Agreement
    overlay: Overlay
    warnings: tuple[Said, ...]


def read_overlay(raw: bytes, file: str) -> tuple[Overlay, Places]:
    """Return an overlay kept in a YAML text, with its places.

    Raises:
      AgreementError: with every Problem found in it.
    """
    data, places, problems = read_yaml(decode(raw, file), file)
    try:
        overlay = Overlay.model_validate(data)
    except ValidationError as error:
        raise AgreementError([*problems, *faults(error, Overlay, data, places)]) from error
    if problems:
        raise AgreementError(problems)
    return overlay, places


def apply_overlay(agreement: Agreement, overlay: Overlay, places: Places) -> Overlaid:
    """Return an agreement as an overlay supposes it.

    Raises:
      AgreementError: the overlay names a version or clause that is not there, or makes an unsound text.
    """
    agreement = agreement.as_written()
    known = [BASE, *(change.id for change in agreement.amendments)]
    if overlay.base not in known:
        place = places.at(("base",))
        raise AgreementError([Problem(place, unknown("version", overlay.base), near_or_listed(overlay.base, known))])
    cut = known.index(overlay.base)
    before, later = agreement.amendments[:cut], agreement.amendments[cut:]
    kept, warnings = _later(overlay, later) if overlay.keep_later else ((), ())
    changes = overlay.add or overlay.replace or overlay.remove or overlay.redefine != Redefinition()
    own = (_amendment(overlay, before, agreement),) if changes else ()
    amendments = (*before, *own, *kept)
    readings = _readings_left(agreement, amendments)
    supposed = agreement.fresh_copy({"amendments": amendments, "readings": readings})
    _check(supposed, len(before), places)
    return Overlaid(supposed, overlay, warnings)


def _amendment(overlay: Overlay, before: tuple[Amendment, ...], agreement: Agreement) -> Amendment:
    effective = overlay.effective or (before[-1].effective if before else agreement.effective)
    signed = before[-1].signed if before else agreement.effective
    return Amendment(
        id=overlay.id,
        title=overlay.title,
        signed=signed,
        effective=effective,
        add=overlay.add,
        replace=overlay.replace,
        remove=overlay.remove,
        redefine=overlay.redefine,
        basis=overlay.basis,
    )


def _later(overlay: Overlay, later: tuple[Amendment, ...]) -> tuple[tuple[Amendment, ...], tuple[Said, ...]]:
    """Return later amendments without their steps on what the overlay removed, and what was skipped."""
    gone, added = set(overlay.remove), {clause.id for clause in overlay.add}
    kept, warnings = list[Amendment](), list[Said]()
    for change in later:
        brought = {clause.id for clause in change.add}
        skipped = [clause.id for clause in change.replace if clause.id in gone]
        skipped += [clause_id for clause_id in change.remove if clause_id in gone]
        skipped += [clause_id for clause_id in brought if clause_id in added]
        warnings += [StepSkipped(version=change.id, clause=name, overlay=overlay.id) for name in skipped]
        update = {
            "replace": tuple(clause for clause in change.replace if clause.id not in gone),
            "remove": tuple(name for name in change.remove if name not in gone),
            "add": tuple(clause for clause in change.add if clause.id not in added),
            "silent": tuple(name for name in change.silent if name not in gone),
        }
        gone -= brought
        kept.append(change.model_copy(update=update))
    return tuple(kept), tuple(warnings)


def _readings_left(agreement: Agreement, amendments: tuple[Amendment, ...]) -> tuple[Reading, ...]:
    """Return the points of construction that still have something to read, without what patches dropped versions."""
    base = {clause.id for clause in agreement.clauses}
    gone = _written(agreement.amendments) - _written(amendments) - base
    dropped = {change.id for change in agreement.amendments} - {change.id for change in amendments}

    def left(patches: tuple[Patch, ...]) -> tuple[Patch, ...]:
        kept = []
        for patch in patches:
            versions = None if patch.versions is None else tuple(v for v in patch.versions if v not in dropped)
            if patch.clause not in gone and versions != ():
                kept.append(patch.model_copy(update={"versions": versions}))
        return tuple(kept)

    found = []
    for point in agreement.readings:
        patched = {name: left(patches) for name, patches in point.alternatives.items()}
        alternatives = {name: patches for name, patches in patched.items() if patches or name == point.base}
        if len(alternatives) > 1:
            found.append(point.model_copy(update={"alternatives": alternatives}))
    return tuple(found)


def _written(amendments: tuple[Amendment, ...]) -> set[str]:
    return {clause.id for change in amendments for clause in (*change.replace, *change.add)}


def _check(supposed: Agreement, index: int, places: Places) -> None:
    """Refuse an overlay that makes an unsound text; its own parts are told where they stand."""
    found = ProblemList(_Shifted(places, ("amendments", index)))
    check_references(supposed, found)
    if found.problems:
        raise AgreementError(found.problems)


class _Shifted(Places):
    """The places of an overlay, found by the paths that its amendment has in the agreement."""

    def __init__(self, places: Places, prefix: tuple[str | int, ...]) -> None:
        shifted = {(*prefix, *path): place for path, place in places.keys.items()}
        values = {(*prefix, *path): place for path, place in places.values.items()}
        super().__init__(places.file, shifted, values)


def without(agreement: Agreement, removed: tuple[str, ...], at: datetime) -> Agreement:
    """Return an agreement that loses clauses at an instant; the same one for the same clauses and instant."""
    kept, key = _LESS.on(agreement.shelf), (removed, at)
    if key not in kept:
        change = Amendment.model_construct(  # nothing in it is anybody's writing that would have to be checked
            id="supposed-amendment", signed=at, effective=at, remove=removed, basis=SUPPOSED
        )
        kept[key] = agreement.fresh_copy({"amendments": (*agreement.amendments, change)})
    return kept[key]
