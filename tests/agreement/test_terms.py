"""The text in force: at an instant, as known at another, whatever the order of signing and effect."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import Consent
from firstcall.agreement.terms import terms, versions
from firstcall.dates import parse_instant, zone
from firstcall.errors import AgreementError

Amended = Callable[..., Agreement]
LISBON = zone("Europe/Lisbon")
INSTANT = timedelta(microseconds=1)


LEAVE = "id: leave, type: consent, by: supplier, lifts: [exclusive]"
SPARE = """schema: firstcall/agreement/1
id: spare
title: As little as an agreement can say
timezone: UTC
effective: 2025-01-01
parties: {b: {name: B, role: grantor}, s: {name: S, role: holder}}
definitions: {workloads: [w]}
amendments:
"""


def change(name: str, signed: str, effective: str, does: str) -> str:
    return f"  - {{id: {name}, signed: {signed}, effective: {effective}, {does}}}\n"


def at(text: str) -> datetime:
    return parse_instant(text, LISBON)


def held(agreement: Agreement, on: str, known: str | None = None) -> list[str]:
    return [item.clause.id for item in terms(agreement, at(on), at(known) if known else None).clauses]


def test_before_the_first_version_nothing_is_in_force(amended: Amended) -> None:
    before = terms(amended(), at("2024-01-01") - INSTANT)
    assert before.version is None and before.clauses == () and before.speaking(at("2024-01-01")) == ()


def test_a_version_begins_at_midnight_of_the_agreements_zone(amended: Amended) -> None:
    agreement = amended()
    assert held(agreement, "2025-01-31T23:59:59.999999") == ["exclusive", "leave", "term"]
    assert held(agreement, "2025-02-01") == ["exclusive", "leave", "term", "refusal"]


def test_an_amendment_may_take_effect_at_a_time_of_day(amended: Amended) -> None:
    agreement = amended("effective: 2025-02-01", "effective: 2025-02-01T17:30:00+01:00")
    assert "refusal" not in held(agreement, "2025-02-01T16:29:59.999999Z")
    assert "refusal" in held(agreement, "2025-02-01T16:30:00Z")


def test_an_amendment_is_not_known_before_it_was_signed(amended: Amended) -> None:
    agreement = amended()
    assert "refusal" not in held(agreement, "2025-03-01", known="2025-01-09T23:59")
    assert "refusal" in held(agreement, "2025-03-01", known="2025-01-10")
    assert [version.id for version in versions(agreement, at("2025-01-09"))] == ["base"]
    assert [version.id for version in versions(agreement)] == ["base", "first-change"]


RETRO = """  - id: backdated
    signed: 2025-06-01
    effective: 2024-06-01
    remove: [leave]
    replace:
      - {id: term, type: term, until: 2029-12-31}
"""


def test_a_retroactive_amendment_changes_the_past_once_it_is_signed(amended: Amended) -> None:
    agreement = amended("survives: [leave]", "survives: []", more=RETRO)
    assert "leave" in held(agreement, "2024-07-01", known="2025-05-31")
    assert "leave" not in held(agreement, "2024-07-01", known="2025-06-01")
    assert "leave" in held(agreement, "2024-05-31")
    both = terms(agreement, at("2025-03-01"))
    assert [item.clause.id for item in both.clauses] == ["exclusive", "term", "refusal"]
    assert both.removed == {"leave": "backdated"}
    assert both.ends == at("2030-01-01")


def test_the_version_is_that_which_took_effect_last(amended: Amended) -> None:
    agreement = amended("survives: [leave]", "survives: []", more=RETRO)

    def name(on: str) -> str:
        version = terms(agreement, at(on)).version
        return version.id if version else ""

    assert [name(on) for on in ("2024-03-01", "2024-07-01", "2025-03-01")] == ["base", "backdated", "first-change"]
    assert [version.id for version in versions(agreement)] == ["base", "backdated", "first-change"]


def test_of_two_changes_of_a_clause_the_one_signed_later_counts(amended: Amended) -> None:
    agreement = amended(
        more=change("later", "2025-04-01", "2025-05-01", f"replace: [{{{LEAVE}, covers: contract}}]")
        + change("latest", "2025-04-02", "2025-04-15", f"replace: [{{{LEAVE}, covers: quantity}}]")
    )

    def covers(on: str) -> object:
        clause = terms(agreement, at(on)).by_id["leave"].clause
        return clause.covers if isinstance(clause, Consent) else clause

    assert [covers(on) for on in ("2025-04-14", "2025-04-15", "2025-05-01")] == ["provider", "quantity", "quantity"]


def test_a_replaced_clause_keeps_its_id_its_place_and_says_who_wrote_it(amended: Amended) -> None:
    anew = "replace: [{id: exclusive, type: exclusivity, holder: supplier, at: [supplier-cloud]}]"
    found = terms(amended(more=change("second", "2025-03-01", "2025-03-01", anew)), at("2025-03-01"))
    first = found.clauses[0]
    assert (first.clause.id, first.version.id, first.path) == ("exclusive", "second", ("amendments", 1, "replace", 0))
    assert first.since == at("2025-03-01")  # none of its own: when its text took effect
    assert terms(found.agreement, at("2025-02-01")).clauses[0].since == at("2024-01-01")


def test_redefined_words_hold_from_their_day(amended: Amended) -> None:
    more = """  - id: second
    signed: 2025-03-01
    effective: 2025-03-01
    redefine:
      workloads: [training, serving, research]
      parties: {supplier: {name: Supplier plc, role: holder}}
      providers: {rival-cloud: null, third-cloud: {operator: supplier}}
"""
    agreement = amended(more=more)
    old, new = terms(agreement, at("2025-02-28")), terms(agreement, at("2025-03-01"))
    assert old.definitions.workloads == ("training", "serving")
    assert new.definitions.workloads == ("training", "serving", "research")
    assert new.definitions.dimensions == old.definitions.dimensions
    assert new.parties["supplier"].name == "Supplier plc" and old.parties["supplier"].name == "Supplier"
    assert old.provider_names() == ("supplier-cloud", "rival-cloud", "other")
    assert new.provider_names() == ("supplier-cloud", "third-cloud", "other")
    assert new.operated_by("supplier") == ("supplier-cloud", "third-cloud")
    assert (new.mode_at("third-cloud"), new.mode_at("rival-cloud"), new.mode_at("unheard-of")) == (
        "holder",
        "third_party",
        "third_party",
    )


def test_words_are_called_what_the_text_of_the_day_calls_them(amended: Amended) -> None:
    more = """  - id: second
    signed: 2025-03-01
    effective: 2025-03-01
    redefine:
      called: {workloads: {training: training runs}, region: {north: the north}}
"""
    agreement = amended(more=more)
    old, new = terms(agreement, at("2025-02-28")), terms(agreement, at("2025-03-01"))
    assert old.words_called("workloads", ("training", "serving")) == ("training", "serving")
    assert new.words_called("workloads", ("training", "serving")) == ("training runs", "serving")
    assert (new.word_called("region", "north"), new.word_called("customers", "general")) == ("the north", "general")


def test_silence_is_said_and_removes_nothing(amended: Amended) -> None:
    agreement = amended(
        more=change("second", "2025-03-01", "2025-03-01", "silent: [leave]")
        + change("third", "2025-04-01", "2025-04-01", f"replace: [{{{LEAVE}}}]")
    )
    quiet, spoken = terms(agreement, at("2025-03-01")), terms(agreement, at("2025-04-01"))
    assert quiet.silent == {"leave": "second"} and "leave" in quiet.by_id
    assert spoken.silent == {}


def test_what_is_removed_is_no_longer_silent(amended: Amended) -> None:
    more = change("second", "2025-03-01", "2025-03-01", "silent: [refusal]")
    more += change("third", "2025-04-01", "2025-04-01", "remove: [refusal]")
    found = terms(amended(more=more), at("2025-04-01"))
    assert (found.silent, found.removed) == ({}, {"refusal": "third"})


def test_clauses_speak_within_their_span_and_the_term(amended: Amended) -> None:
    agreement = amended("scope: {age: new}", "since: 2025-06-01\n        until: 2025-06-30\n        scope: {age: new}")

    def speaking(on: str) -> set[str]:
        return {item.clause.id for item in terms(agreement, at(on)).speaking(at(on))}

    assert "refusal" not in speaking("2025-05-31T23:59:59") and "refusal" in speaking("2025-06-01")
    assert "refusal" in speaking("2025-06-30T23:59:59.999999") and "refusal" not in speaking("2025-07-01")
    assert speaking("2030-12-31T23:59:59.999999") == {"exclusive", "leave", "term"}
    assert speaking("2031-01-01") == {"leave"}  # it survives


def test_a_copy_consolidates_for_itself(amended: Amended) -> None:
    agreement = amended()
    assert "refusal" in held(agreement, "2025-03-01")
    assert "refusal" not in held(agreement.model_copy(update={"amendments": ()}), "2025-03-01")
    assert "refusal" in held(agreement, "2025-03-01")


SPANS = st.lists(st.tuples(st.integers(1, 28), st.integers(1, 28)), min_size=1, max_size=5)


@given(SPANS, st.integers(1, 28), st.integers(1, 28))
def test_the_text_is_the_slow_reading_of_the_amendments(days: list[tuple[int, int]], on: int, known: int) -> None:
    """Each amendment toggles one clause; the oracle walks through them as counsel would."""
    signed = sorted(day for day, _ in days)
    steps = [
        change(f"a{n}", f"2025-02-{day:02}", f"2025-02-{effect:02}", f"add: [{{id: c{n}, type: approval, by: s}}]")
        for n, (day, (_, effect)) in enumerate(zip(signed, days, strict=True))
    ]
    agreement = load(SPARE + "".join(steps))
    moment, knowing = datetime(2025, 2, on, tzinfo=UTC), datetime(2025, 2, known, tzinfo=UTC)
    expected = [
        f"c{number}"
        for number, (day, (_, effect)) in enumerate(zip(signed, days, strict=True))
        if day <= known and effect <= on
    ]
    assert [item.clause.id for item in terms(agreement, moment, knowing).clauses] == expected


def test_amendments_listed_out_of_the_order_of_signing_are_refused(harbour: str) -> None:
    changes = [f"  - {{id: a{day}, signed: 2025-03-0{day}, effective: 2025-04-01}}\n" for day in (1, 2, 3)]
    for order in permutations(changes):
        if list(order) == changes:
            load(harbour + "".join(order))
        else:
            with pytest.raises(AgreementError, match="was signed before its predecessor"):
                load(harbour + "".join(order))
