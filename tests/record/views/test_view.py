"""What a party sees: from its notice on, in the terms it was told; the rest leaves no trace."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.refusal.deal import TERMS, Deal, refusal
from tests.verification.sound import plain

from firstcall.agreement.load import load
from firstcall.errors import NotFound
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.exported import lines_of
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.views.view import party_meant, view

EAST = refusal(id="east", scope={"age": "new", "mode": ["third_party"], "region": ["east"]})
WEST = refusal(id="west", holder="iris", scope={"age": "new", "mode": ["third_party"], "region": ["west"]})


def unchained(record: Record) -> list[dict[str, Any]]:
    """What the events of a view say before anybody asks for hashes."""
    return [event.model_dump(exclude_unset=True, exclude={"prev", "hash"}) for event in record.events]


def kinds(deal: Deal, party: str = "halcyon") -> list[str]:
    return [event.type for event in view(deal.record, party, deal.agreement).events]


def test_the_grantor_sees_everything() -> None:
    deal = Deal().received().noticed()
    assert view(deal.record, "grace", deal.agreement) is deal.record


def test_nobody_else_is_let_in() -> None:
    with pytest.raises(NotFound, match="'nobody' is no party"):
        view(Deal().record, "nobody", Deal().agreement)


@pytest.mark.parametrize(
    ("given", "fix"),
    [("heir", "name hal, with whom it is listed"), ("arm", "name gus or hal, with whom it is listed"),
     ("hall", "did you mean 'hal'?"), ("stranger", "use one of: gus, hal, pia")],
)  # fmt: skip
def test_who_stands_with_a_party_is_told_to_name_it(given: str, fix: str) -> None:
    data = plain()
    data["parties"]["gus"]["affiliates"] = [{"name": "arm"}]
    heirs = {"hal": {**data["parties"]["hal"], "successors": [{"name": "heir"}], "affiliates": [{"name": "arm"}]}}
    merger = {"id": "merger", "signed": "2025-01-01", "effective": "2025-01-01", "redefine": {"parties": heirs}}
    agreement = load(json.dumps({**data, "amendments": [merger]}))
    assert str(party_meant(given, agreement)).startswith(fix)


def test_an_offer_is_hidden_until_its_notice() -> None:
    deal = Deal().received()
    assert kinds(deal) == []
    assert kinds(deal.noticed()) == ["offer-received", "grantor-willing", "notice-given"]
    assert kinds(deal, "iris") == []


def test_amended_terms_are_hidden_until_they_are_noticed() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-18 09:00", terms={"term_months": "48"})
    assert "terms-amended" not in kinds(deal)
    assert "terms-amended" in kinds(deal.noticed("2025-03-19 09:00"))


def test_a_notice_to_another_tells_a_party_nothing() -> None:
    deal = Deal(EAST, WEST).received(dimensions={"region": "east"}).noticed()
    assert kinds(deal, "iris") == []
    both = Deal(EAST, WEST).received().noticed(clause="east")
    assert kinds(both, "iris") == []
    assert len(kinds(both)) == 3


def test_answers_of_others_and_contracts_with_rivals_are_hidden() -> None:
    deal = Deal(EAST, WEST).received().noticed().say("declined", "2025-03-18 09:00", clause="east")
    deal.say("declined", "2025-03-18 10:00", by="iris", clause="west").signed("2025-03-20 09:00", "100")
    assert kinds(deal, "iris") == ["offer-received", "grantor-willing", "notice-given", "declined"]
    assert "contract-signed" not in kinds(deal)


def test_a_partys_own_contract_does_not_tell_of_an_offer_it_was_not_told_of() -> None:
    deal = Deal().received().signed("2025-03-20 09:00", "100", provider="halcyon-cloud")
    (event,) = view(deal.record, "halcyon", deal.agreement).events
    assert event.type == "contract-signed" and getattr(event, "offer", None) is None


def test_the_third_party_is_withheld_where_the_clause_or_the_offer_says_so() -> None:
    for clause, terms in (
        (refusal(notice={"third_party": "withheld"}), TERMS),
        (refusal(), TERMS | {"non_disclosure": "yes"}),
    ):
        deal = Deal(clause).received(terms=terms, note="the rival's own words").noticed()
        text = lines_of(view(deal.record, "halcyon", deal.agreement))
        assert "rival" not in text and "withheld" in text
        deal.say("correction", "2025-04-01 09:00", of="e1", set={"provider": "other-rival"}, offer=None)
        assert "correction" not in kinds(deal)
        assert deal.offer("2025-03-20 09:00").state == "notified"


def test_notes_and_names_of_the_others_are_kept_back() -> None:
    deal = Deal().received(note="secret", signatory="somebody").noticed(note="secret")
    assert "secret" not in lines_of(view(deal.record, "halcyon", deal.agreement))
    deal.say("declined", "2025-03-18 09:00", note="our own")
    assert "our own" in lines_of(view(deal.record, "halcyon", deal.agreement))


def test_a_view_is_a_whole_record_of_its_own() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    deal.say("correction", "2025-04-01 09:00", of="e1", set={"quantity": "90"}, offer=None)
    seen = view(deal.record, "halcyon", deal.agreement)
    assert unchained(read_record(lines_of(seen).encode())) == unchained(seen)
    assert kinds(deal)[-1] == "correction"


def test_a_waiver_after_the_notice_shows_no_amendment_that_was_not_noticed() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-15 09:00", terms={"term_months": "48"})
    deal.say("waiver-given", "2025-03-17 09:00")
    assert kinds(deal) == ["offer-received", "grantor-willing", "notice-given", "waiver-given"]


def test_a_waiver_shows_what_was_waived() -> None:
    deal = Deal().received().say("waiver-given", "2025-03-11 09:00")
    assert kinds(deal) == ["offer-received", "grantor-willing", "waiver-given"]
    signed = Deal().signed("2025-03-20 09:00", "5", offer=None)
    assert kinds(signed) == []
    signed.say("waiver-given", "2025-04-01 09:00", contract="k")
    assert kinds(signed) == ["contract-signed", "waiver-given"]


HIDDEN: list[dict[str, Any]] = [
    {"kind": "context", "title": "x", "offer": None},
    {"kind": "offer-received", "provider": "other-rival", "quantity": "7", "dimensions": {"region": "west"}},
    {"kind": "grantor-willing"},
    {"kind": "notice-given", "clause": "west"},
    {"kind": "declined", "by": "iris", "clause": "west"},
    {"kind": "contract-signed", "provider": "rival", "tranches": [{"quantity": "1"}], "terms": {}},
]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), st.integers(0, 3)), max_size=8))
def test_what_a_party_may_not_see_changes_nothing_it_sees(more: list[tuple[int, int, int]]) -> None:
    def story(extra: list[tuple[int, int, int]]) -> str:
        deal = Deal(EAST, WEST)
        seen: list[tuple[str, str, dict[str, Any]]] = [
            ("offer-received", "2025-03-10 09:00", {"provider": "rival", "dimensions": {"region": "east"}}),
            ("grantor-willing", "2025-03-11 09:00", {}), ("notice-given", "2025-03-12 09:00", {}),
            ("declined", "2025-03-18 09:00", {"clause": "east"}),
        ]  # fmt: skip
        for number in range(7):
            for index, (kind, day, slot) in enumerate(extra):
                if slot + 3 == number or (number == 6 and slot > 3):
                    told = dict(HIDDEN[kind])
                    name = told.pop("kind")
                    about = {"offer": "p", "contract": f"c{index}"} if name == "contract-signed" else {"offer": "p"}
                    deal.said += 100
                    deal.say(name, f"2025-03-{18 + day} 09:00", **({} if "offer" in told else about), **told)
            if number < len(seen):
                deal.said = number
                deal.say(seen[number][0], seen[number][1], recorded=f"2025-05-{10 + number} 09:00", **seen[number][2])
        return lines_of(view(deal.record, "halcyon", deal.agreement))

    assert story(more) == story([])


def test_the_holders_of_the_example_see_only_their_own(root: Path) -> None:
    folder = root / "examples" / "wiraksa"
    agreement = load((folder / "agreement.yaml").read_bytes())
    record = read_record((folder / "record.jsonl").read_bytes())
    theirs = {party: view(record, party, agreement) for party in ("tamborala", "nordhaller")}
    for party, other in (("tamborala", "nordhaller"), ("nordhaller", "tamborala")):
        text = lines_of(theirs[party])
        assert not [event for event in theirs[party].events if event.by == other]
        hidden = [event for event in record.events if event.by == other]
        assert hidden and not [event.id for event in hidden if json.dumps(event.id) in text]


def test_a_view_of_a_view_is_the_view() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00").say("delivered", "2025-06-01 09:00")
    once = view(deal.record, "halcyon", deal.agreement)
    assert isinstance(once.events[0], EventBase)
    assert lines_of(view(once, "halcyon", deal.agreement)) == lines_of(once)
