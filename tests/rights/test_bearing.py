"""Which points bear on a question: no more than can, and none too few."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.overlay import without
from firstcall.agreement.terms import versions
from firstcall.errors import FirstcallError
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position, position
from firstcall.rights.bearing import bearing_on, may_turn
from firstcall.rights.decide import answer
from firstcall.rights.decision import Decision
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked
from firstcall.rights.under_readings import AnyQuestion, under_readings

TEXT = """
schema: firstcall/agreement/1
id: points
title: A fictional agreement with many points
timezone: UTC
parties: {gus: {name: Gus, role: grantor}, hal: {name: Hal, role: holder}}
providers: {home: {operator: hal}, rival: {}, own: {operator: gus}}
definitions: {workloads: [train, serve], customers: [general, public], products: [shop], ip: [models]}
effective: 2024-01-01
clauses:
  - {id: old, type: exclusivity, holder: hal, at: [home], since: 2024-01-01, scope: {age: existing}}
  - {id: serving, type: exclusivity, holder: hal, at: [home], scope: {workloads: [serve], customers: [general]}}
  - {id: built, type: exclusivity, holder: hal, at: [home], scope: {mode: [built_for_grantor]}}
  - {id: route, type: consent, by: hal, lifts: [serving]}
  - {id: use, type: licence, licensor: gus, licensee: hal}
  - {id: share, type: revenue_share, payer: gus, payee: hal, rate: "0.2", currency: USD, period: year, open: unknown}
  - {id: term, type: term, until: 2030-12-31}
amendments:
  - id: second
    signed: 2025-01-01
    effective: 2025-01-01
    remove: [route, built]
readings:
  - {id: age, about: "?", base: a, alternatives: {a: [], b: [{clause: old, set: {at: [home, rival]}}]}}
  - id: words
    about: what is serving?
    base: a
    alternatives: {a: [], b: [{clause: serving, set: {scope: {workloads: [train, serve]}}}]}
  - id: whom
    about: for whom?
    base: a
    alternatives: {a: [], b: [{clause: serving, set: {scope: {customers: [general, public]}}}]}
  - {id: sites, about: "?", base: a, alternatives: {a: [], b: [{clause: built, set: {at: [home, rival]}}]}}
  - {id: consent, about: "?", base: a, alternatives: {a: [], b: [{clause: route, set: {covers: contract}}]}}
  - {id: alone, about: "?", base: a, alternatives: {a: [], b: [{clause: use, set: {exclusive: true}}]}}
  - {id: rate, about: "?", base: a, alternatives: {a: [], b: [{clause: share, set: {rate: "0.1"}}]}}
  - {id: end, about: "?", base: a, alternatives: {a: [], b: [{clause: term, set: {until: 2029-12-31}}]}}
"""
On = Callable[[str], datetime]
Held = Callable[..., Record]
SIGNED = {"type": "contract-signed", "contract": "k", "provider": "rival", "by": "gus", "at": "2024-06-01"}
GIVEN = {"type": "consent-given", "consent": "n", "clauses": ["serving"], "provider": "rival", "by": "hal",
         "at": "2024-05-01"}  # fmt: skip


@pytest.fixture(scope="module")
def text() -> Agreement:
    return load(TEXT)


@pytest.mark.parametrize(
    ("asked", "at", "events", "points"),
    [
        (Asked(("train",), "rival"), "2024-03-01", (), {"words", "consent"}),
        (Asked(("train",), "rival", "public"), "2024-03-01", (), {"words", "whom", "consent"}),
        (Asked(("serve",), "rival"), "2024-03-01", (), {"words", "whom", "consent"}),
        (Asked(("train",), "rival"), "2025-03-01", (), {"words"}),
        (Asked(("train",), "rival"), "2025-03-01", (GIVEN,), {"words", "consent"}),
        (Asked(("train",), "rival", capacity="existing"), "2024-03-01", (), {"age", "words", "consent"}),
        (Asked(("train",), "rival", capacity="built_for_grantor"), "2024-03-01", (), {"words", "sites", "consent"}),
        (Asked(("train",), contract="k"), "2025-03-01", (SIGNED,), {"age", "words", "sites", "consent"}),
        (Asked(("train",), "rival"), "2030-03-01", (), {"words", "end"}),
        (Asked(("train",), "rival"), "2031-03-01", (), {"words"}),
        (AskedLicence("other", "shop"), "2024-03-01", (), {"alone"}),
        (AskedLicence("other", "shop"), "2030-03-01", (), {"alone", "end"}),
    ],
)
def test_points_that_can_change_the_answer_bear(
    text: Agreement, held: Held, on: On, asked: AnyQuestion, at: str, events: tuple[dict[str, Any], ...],
    points: set[str],
) -> None:  # fmt: skip
    here = position(text, held(*events), on(at))
    found = {point.id for point in bearing_on(asked, here)}
    shared = {"whom"} if "words" in points else set()  # it patches the clause that `words` does, and may join it
    assert found - shared == points - shared


def test_what_does_not_bear_costs_nothing(text: Agreement, held: Held, on: On) -> None:
    """Answers of points that cannot touch the question are shared: two points make four answers, not 256."""
    counted: list[AnyQuestion] = []

    def counting(here: Position, asked: AnyQuestion) -> Decision:
        counted.append(asked)
        return answer(here, asked, {point.id: point.base for point in here.agreement.readings})

    def count(asked: AnyQuestion, at: str, **chosen: str) -> int:
        counted.clear()
        under_readings(position(text, held(), on(at)), asked, chosen, counting)
        return len(counted)

    assert count(AskedLicence("other", "shop"), "2024-03-01") == 2
    assert count(AskedLicence("other", "shop"), "2024-03-01", alone="b") == 1
    assert count(AskedLicence("other", "shop"), "2030-03-01") == 4
    assert count(Asked(("serve",), "rival"), "2025-03-01") == 4
    assert count(Asked(("serve",), "rival"), "2025-03-01", words="a", whom="a") == 1


def test_two_points_may_only_together_reach_a_question(text: Agreement, held: Held, on: On) -> None:
    """Training for public customers is reached by neither point alone, and by both."""
    here = position(text, held(), on("2025-03-01"))
    asked = Asked(("train",), "rival", "public")
    assert {point.id for point in bearing_on(asked, here)} == {"words", "whom"}
    found = answer(here, asked)
    assert {(read.choice["words"], read.choice["whom"]): read.outcome for read in found.readings} == {
        ("a", "a"): "ungoverned", ("a", "b"): "ungoverned", ("b", "a"): "ungoverned", ("b", "b"): "forbidden",
    }  # fmt: skip


def test_a_point_on_an_earlier_text_alone_does_not_bear(held: Held, on: On) -> None:
    """Two points patch one clause; the one that names the version before says nothing of its later text."""
    later = "    remove: [route, built]\n    replace: [{id: use, type: licence, licensor: gus, licensee: hal}]\n"
    old = '  - {id: early, about: "?", base: a, alternatives: ' \
          "{a: [], b: [{clause: use, versions: [base], set: {exclusive: true}}]}}\n"  # fmt: skip
    text = load(TEXT.replace("    remove: [route, built]\n", later) + old)
    asked = AskedLicence("other", "shop")
    for at, points in (("2024-03-01", {"alone", "early"}), ("2025-03-01", {"alone"})):
        assert {point.id for point in bearing_on(asked, position(text, held(), on(at)))} == points


@pytest.mark.parametrize(
    "name", ["microsoft-openai", "wiraksa", "gallery/anthropic-microsoft", "gallery/mistral-microsoft"]
)
def test_what_cannot_turn_a_question_turns_none(root: Path, name: str) -> None:
    """Every clause that is said not to turn a question is taken out, at each version, and the answer stays."""
    text, record = load((root / "examples" / name / "agreement.yaml").read_bytes()), Record()
    parties = [(party, other) for party in text.parties for other in text.parties if party != other]
    left = 0
    for version in versions(text):
        here = position(text, record, version.effective)
        words, providers = here.terms().definitions, (*here.terms().providers, "other")
        asks: list[AnyQuestion] = [Asked((word,), place) for word in words.workloads for place in providers[:3]]
        products = words.products[:1]
        asks += [AskedLicence(other, shop, by=by) for shop in products for by, other in parties[:2]]
        asks += [AskedUse(party, shop) for shop in products for party, _ in parties[:2]]
        for asked, held in product(asks, here.terms().speaking(here.at)):
            if not may_turn(held.clause, asked, here):
                less = without(text, (held.clause.id,), here.at)
                assert told(less, asked, here.at) == told(text, asked, here.at), (asked, held.clause.id)
                left += 1
    assert left > 1


def told(text: Agreement, asked: AnyQuestion, at: datetime) -> str:
    """The outcome of a question, or why it cannot be asked."""
    try:
        return answer(position(text, Record(), at), asked).outcome
    except FirstcallError as error:
        return str(error)


def test_what_a_date_hangs_on_may_turn_a_question(on: On) -> None:
    paid_on = "  - {id: paid, type: commitment, by: gus, to: hal, amount: 5, currency: USD, per: year, "
    paid_on += "base: {streams: [all], source: revenue_lines}, since: 2024-01-01, until: 2029-12-31}\n"
    hung = TEXT.replace("clauses:\n", f"clauses:\n{paid_on}", 1)
    here = position(load(hung), Record(), on("2024-03-01"))
    paid = here.terms().by_id["paid"].clause
    assert not may_turn(paid, Asked(("train",), "rival"), here)
    more = hung.replace("clauses:\n", "clauses:\n  - {id: last, type: approval, by: hal, until: "
                        "{before_end_of: paid, by: {n: 1, unit: month}}}\n", 1)  # fmt: skip
    there = position(load(more), Record(), on("2024-03-01"))
    assert may_turn(there.terms().by_id["paid"].clause, Asked(("train",), "rival"), there)
