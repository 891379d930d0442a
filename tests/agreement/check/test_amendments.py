"""Whether amendments fit the text they change; the plain cases stand among the broken files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import AgreementError

Amended = Callable[..., Agreement]
LEAVE = "{id: leave, type: consent, by: supplier, lifts: [exclusive]}"


def change(name: str, effective: str, does: str, signed: str = "2025-03-01") -> str:
    return f"  - {{id: {name}, signed: {signed}, effective: {effective}, {does}}}\n"


def told(amended: Amended, more: str) -> list[str]:
    with pytest.raises(AgreementError) as refused:
        amended(more=more)
    return [str(problem.what) for problem in refused.value.problems]


def test_amendments_signed_on_one_day_are_in_order(amended: Amended) -> None:
    same = change("second", "2025-02-01", "remove: [refusal]", signed="2025-01-10")
    assert len(amended(more=same).amendments) == 2


def test_a_signing_is_compared_to_the_instant(amended: Amended) -> None:
    earlier = change("second", "2025-03-01", "remove: []", signed="2025-01-09T23:59:59+00:00")
    later = change("second", "2025-03-01", "remove: []", signed="2025-01-10T00:00:00+00:00")
    assert amended(more=later).id == "harbour"
    assert told(amended, earlier) == ["amendment 'second' was signed before its predecessor 'first-change'"]


def test_a_backdated_amendment_changes_the_text_of_its_own_time(amended: Amended) -> None:
    assert amended(more=change("second", "2025-02-01", "remove: [refusal]")).id == "harbour"
    assert told(amended, change("second", "2025-01-31", "remove: [refusal]")) == [
        "cannot remove clause 'refusal': it is not in the text"
    ]


def test_a_clause_removed_may_be_added_anew(amended: Amended) -> None:
    more = change("second", "2025-03-01", "remove: [refusal]")
    anew = "add: [{id: refusal, type: first_refusal, holder: supplier}]"
    found = amended(more=more + change("third", "2025-04-01", anew, signed="2025-03-02"))
    assert [one.id for one in found.amendments] == ["first-change", "second", "third"]


def test_taking_a_clause_out_and_adding_it_anew_is_one_change(amended: Amended) -> None:
    assert amended(more=change("second", "2025-03-01", f"remove: [leave], add: [{LEAVE}]")).id == "harbour"


@pytest.mark.parametrize(
    "does",
    [
        f"replace: [{LEAVE}, {LEAVE}]",
        "remove: [refusal, refusal]",
        f"replace: [{LEAVE}], silent: [leave]",
        "remove: [refusal], silent: [refusal]",
        "silent: [leave, leave]",
    ],
)
def test_an_amendment_changes_a_clause_once(amended: Amended, does: str) -> None:
    assert [what.partition("'")[0] for what in told(amended, change("second", "2025-03-01", does))] == [
        "the clause id "
    ]


def test_a_removal_is_told_where_the_clause_is_still_named(amended: Amended) -> None:
    more = change("second", "2025-03-01", "remove: [exclusive]")
    assert told(amended, more) == ["clause 'exclusive' is named here, but second removed it"]
    both = change(
        "second", "2025-03-01", "remove: [exclusive, leave], replace: [{id: term, type: term, until: 2030-12-31}]"
    )
    assert amended(more=both).id == "harbour"


def test_an_unknown_name_is_found_only_in_the_versions_that_lack_it(amended: Amended) -> None:
    """An alternative order: effective before the clause it names exists."""
    uses = "add: [{id: handover, type: delivery, by: supplier, of: [refusal], milestones: [{share: '1', within: 9}]}]"
    assert amended(more=change("second", "2025-02-01", uses)).id == "harbour"
    assert told(amended, change("second", "2025-01-31", uses)) == ["unknown clause 'refusal'"]


def test_a_provider_taken_out_is_unknown_from_then_on(amended: Amended) -> None:
    gone = change("second", "2025-03-01", "redefine: {providers: {supplier-cloud: null}}")
    assert told(amended, gone) == ["unknown provider 'supplier-cloud'"]
    again = change("second", "2025-03-01", "redefine: {providers: {rival-cloud: null}}")
    twice = again + change("third", "2025-04-01", "redefine: {providers: {rival-cloud: null}}", signed="2025-03-02")
    assert amended(more=again).id == "harbour"
    assert told(amended, twice) == ["unknown provider 'rival-cloud'"]


RENEWS = """  - {id: longer, type: option, by: buyer, renew: {n: 1, unit: year}, notice: {to: supplier}}
amendments:"""
EXTENDED = "    replace: [{id: term, type: term, until: 2031-12-31, survives: [leave]}]\n    add:"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("survives: [leave]", "survives: [leave, exclusive]"),
        ("amendments:", RENEWS),
        ("    add:", EXTENDED),
        ("since: 2031-02-01", "since: 2030-12-31"),
    ],
    ids=["survives", "may be renewed", "was extended", "on the last day"],
)
def test_a_clause_may_begin_after_a_term_that_it_survives_or_that_can_be_longer(root: Path, old: str, new: str) -> None:
    text = (root / "tests" / "agreement" / "broken" / "begins_after_the_term.yaml").read_text()
    with pytest.raises(AgreementError, match="begins on 2031-02-01, after the term is over"):
        load(text.encode())
    load(text.replace(old, new, 1).encode())
