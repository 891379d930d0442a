"""The fictional partnership's record takes each path an offer can take, and each kind of consent."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import parse_instant, zone
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.offers.offer import Offer
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked

ISLANDS, EUROPE = "refusal-islands", "refusal-europe"
Offered = Callable[[str, str, str], Offer]
Ask = Callable[..., Decision]


@pytest.fixture(scope="module")
def agreement(root: Path) -> Agreement:
    return load((root / "examples" / "wiraksa" / "agreement.yaml").read_bytes())


@pytest.fixture(scope="module")
def record(root: Path) -> Record:
    return read_record((root / "examples" / "wiraksa" / "record.jsonl").read_bytes())


@pytest.fixture(scope="module")
def offered(agreement: Agreement, record: Record) -> Offered:
    def found(offer: str, clause: str, on: str) -> Offer:
        here = position(agreement, record, parse_instant(on, zone(agreement.timezone)))
        held = here.terms().by_id[clause].clause
        assert isinstance(held, FirstRefusal)
        stands = here.offer(offer, held)
        assert stands is not None
        return stands

    return found


@pytest.fixture(scope="module")
def ask(agreement: Agreement, record: Record) -> Ask:
    where = zone(agreement.timezone)

    def asked(
        workload: str, on: str, known_at: str | None = None, provider: str | None = None, **more: object
    ) -> Decision:
        known = parse_instant(known_at, where) if known_at else None
        question = Asked((workload,), provider, **more)  # type: ignore[arg-type]
        return decide(agreement, record, question, parse_instant(on, where), known)

    return asked


KINDS = (
    "capacity-requested offer-received grantor-willing notice-given notice-deficient terms-amended matched "
    "matched-in-part declined withdrawn waiver-given tolled resumed delivered holder-failed contract-signed "
    "consent-given consent-revoked mix-reported correction context"
)


def test_every_kind_of_event_about_capacity_is_there(record: Record) -> None:
    assert set(KINDS.split()) <= set(EVENT_KINDS)
    assert {event.type for event in record.events} == set(KINDS.split())


STATES = [
    ("O-01", ISLANDS, "2024-08-01T12:00", "received"),
    ("O-01", ISLANDS, "2024-08-06", "notified"),
    ("O-01", ISLANDS, "2024-08-15", "declined"),
    ("O-02", ISLANDS, "2024-10-24T15:00", "notified"),  # 16:00 in Makassar, the last second of the window
    ("O-02", ISLANDS, "2024-10-24T15:00:01", "lapsed"),
    ("O-03", ISLANDS, "2025-02-01", "matched"),
    ("O-03", ISLANDS, "2025-05-27", "delivered"),
    ("O-04", ISLANDS, "2025-04-01", "matched-in-part"),
    ("O-05", EUROPE, "2025-02-26", "withdrawn"),
    ("O-06", EUROPE, "2025-04-09T12:00", "received"),  # amended, not yet noticed again
    ("O-06", EUROPE, "2025-04-11", "notified"),
    ("O-06", EUROPE, "2025-04-15", "declined"),
    ("O-07", EUROPE, "2025-07-01", "waived"),
    ("O-07", ISLANDS, "2025-07-01", "notified"),
    ("O-08", ISLANDS, "2025-08-05", "received"),  # the notice was deficient
    ("O-08", ISLANDS, "2025-09-03T15:00", "notified"),  # 15 days of the first text; stops and 18 August left out
    ("O-08", ISLANDS, "2025-09-04", "lapsed"),
    ("O-10", ISLANDS, "2025-12-31T15:00", "notified"),
    ("O-10", ISLANDS, "2026-01-01", "lapsed"),
    ("R-01", ISLANDS, "2025-07-22", "received"),
    ("R-01", ISLANDS, "2025-08-19", "withdrawn"),
]


@pytest.mark.parametrize(("offer", "clause", "on", "state"), STATES)
def test_offers_stand_where_time_and_events_put_them(
    offered: Offered, offer: str, clause: str, on: str, state: str
) -> None:
    assert offered(offer, clause, on).state == state


def test_a_notice_after_the_cut_off_counts_from_the_next_business_day(offered: Offered) -> None:
    late = offered("O-02", ISLANDS, "2024-10-03")
    assert late.window_closes == parse_instant("2024-10-24T16:00", zone("Asia/Makassar"))


def test_a_notice_in_the_last_second_counts_that_day_and_closures_are_passed_over(offered: Offered) -> None:
    # from 15 December: ten business days without Christmas and without the closure listed for the 26th
    in_time = offered("O-10", ISLANDS, "2025-12-20")
    assert in_time.window_closes == parse_instant("2025-12-31T16:00", zone("Asia/Makassar"))


def test_quantities_are_exact_after_a_part_a_correction_and_a_failure(offered: Offered) -> None:
    part = offered("O-04", ISLANDS, "2025-04-16")
    assert (part.matched, part.signed, part.remainder) == (Decimal(15), Decimal(20), Decimal(5))
    end = offered("O-04", ISLANDS, "2025-12-01")
    assert (end.failed, end.signed, end.remainder) == (Decimal(6), Decimal(26), Decimal(5))


def test_a_correction_is_seen_from_its_own_entry_on(agreement: Agreement, record: Record) -> None:
    for known, quantity in (("2025-04-16T08:00", "25"), ("2025-04-18", "20")):
        here = position(
            agreement,
            record,
            parse_instant("2025-06-01", zone("Asia/Jakarta")),
            parse_instant(known, zone("Asia/Jakarta")),
        )
        contract = here.contract("K-05")
        assert contract is not None and contract.tranches[0].quantity == Decimal(quantity)


CONTRACTS = [
    ("K-01", "1", "training", "2024-08-01", "ungoverned"),  # signed before the agreement
    ("K-02", "1", "training", "2024-11-01", "permitted"),
    ("K-02", "2", "assistant", "2024-11-01", "permitted"),  # consent for the contract
    ("K-03", "1", "training", "2025-02-01", "permitted"),
    ("K-12", "1", "assistant", "2025-01-10", "consent-first"),
    ("K-12", "1", "assistant", "2025-01-16", "permitted"),  # ratified
    ("K-06", "1", "batch", "2025-06-01", "permitted"),  # consent for a quantity
    ("K-07", "1", "training", "2025-12-01", "permitted"),  # both holders
    ("K-08", "1", "training", "2025-11-01", "permitted"),  # what the holder failed to deliver
    ("K-10", "1", "evaluation", "2025-11-01", "offer-first"),
    ("K-10", "1", "evaluation", "2025-12-01", "permitted"),  # waived
    ("S-01", "1", "training", "2025-05-01", "permitted"),
    ("S-01", "1", "batch", "2025-05-01", "permitted"),  # the planned share
    ("S-01", "1", "batch", "2025-08-01", "permitted"),  # 0.75 reported
    ("S-01", "1", "batch", "2025-10-15", "consent-first"),  # 0.55 reported
    ("S-01", "1", "batch", "2025-11-15", "permitted"),  # consent for the workload
]


@pytest.mark.parametrize(("contract", "tranche", "workload", "on", "outcome"), CONTRACTS)
def test_contracts_answer_as_they_were_cleared(
    ask: Ask, contract: str, tranche: str, workload: str, on: str, outcome: str
) -> None:
    assert ask(workload, on, contract=contract, tranche=tranche).outcome == outcome


def test_a_signing_on_better_terms_than_noticed_uses_up_nothing(offered: Offered) -> None:
    after = offered("O-08", ISLANDS, "2025-12-20")
    assert (after.state, after.remainder, after.cleared) == ("lapsed", Decimal(12), frozenset())
    assert any("K-14-signed" in str(remark) for remark in after.remarks)


def test_a_decline_entered_late_clears_with_hindsight(ask: Ask) -> None:
    now = ask("training", "2025-12-01", contract="K-09")
    assert (now.outcome, now.marks, now.hindsight) == ("permitted", ("hindsight",), "offer-first")
    then = ask("training", "2025-10-15", known_at="2025-10-15", contract="K-09")
    assert (then.outcome, then.marks) == ("offer-first", ())


def test_a_consent_for_a_quantity_serves_until_it_is_revoked(ask: Ask) -> None:
    more = {"provider": "quillhost", "dimensions": {"region": "europe"}, "signed": None}
    for on, quantity, outcome in [
        ("2025-06-15", 3, "offer-first"),  # three of ten are left; the holder's first refusal stands
        ("2025-06-15", 4, "consent-first"),
        ("2025-07-15", 3, "consent-first"),
    ]:
        found = ask("batch", on, quantity=Decimal(quantity), **more)
        assert found.outcome == outcome, (on, quantity)


def test_the_last_day_of_a_tail_is_inside_it_and_the_next_is_not(offered: Offered) -> None:
    assert (
        offered("O-08", ISLANDS, "2026-01-01T22:59:59")
        .standing(parse_instant("2026-01-01T22:59:59", zone("Asia/Jakarta")))[0]
        .standing
        == "free"
    )
    assert (
        offered("O-08", ISLANDS, "2026-01-01T23:00")
        .standing(parse_instant("2026-01-01T23:00", zone("Asia/Jakarta")))[0]
        .standing
        == "offer"
    )  # midnight in Makassar


REGIONS = [
    ("training", "java", "selvandra", "offer-first", {ISLANDS}),
    ("training", "europe", "selvandra", "offer-first", {EUROPE}),
    ("training", "offshore", "selvandra", "offer-first", {ISLANDS, EUROPE}),
    ("training", "java", "nordhaller-cloud", "offer-first", {ISLANDS}),
    ("training", "europe", "nordhaller-cloud", "permitted", {EUROPE}),
    ("assistant", "java", "selvandra", "consent-first", {"assistant-exclusive"}),
    ("assistant", "java", "wiraksa-sites", "consent-first", {"assistant-exclusive"}),
    ("training", "europe", "wiraksa-sites", "ungoverned", set()),
]


@pytest.mark.parametrize(("workload", "region", "provider", "outcome", "deciding"), REGIONS)
def test_each_region_has_its_own_rules(
    ask: Ask, workload: str, region: str, provider: str, outcome: str, deciding: set[str]
) -> None:
    found = ask(workload, "2025-10-01", provider=provider, dimensions={"region": region})
    assert found.outcome == outcome
    assert {cited.clause for cited in found.deciding} == deciding
    assert found.rests_on.grade == "agreed"


def test_an_approval_yields_to_the_right_that_goes_before_it(ask: Ask) -> None:
    more = {"provider": "rimbayana", "dimensions": {"region": "europe"}}
    general = ask("partner_api", "2026-03-01", **more)
    public = ask("partner_api", "2026-03-01", customer="public_sector", **more)
    assert general.outcome == public.outcome == "offer-first"
    roles = {cited.clause: (cited.role, cited.other) for cited in public.clauses}
    assert roles["public-sector"] == ("yields to", EUROPE)
    assert "public-sector" not in {cited.clause for cited in general.clauses}


def test_what_survives_the_term_still_speaks(ask: Ask) -> None:
    more = {"provider": "quillhost", "dimensions": {"region": "europe"}}
    assert ask("batch", "2029-07-01", **more).outcome == "consent-first"
    assert ask("batch", "2030-01-01", **more).outcome == "ungoverned"
    assert ask("training", "2029-07-01", **more).outcome == "ungoverned"


def test_an_amendment_lists_a_provider_and_shortens_the_window(ask: Ask, offered: Offered) -> None:
    unlisted = ask("training", "2025-08-31", provider="rimbayana", dimensions={"region": "java"})
    listed = ask("training", "2025-09-01", provider="rimbayana", dimensions={"region": "java"})
    assert any("`other`" in str(note) for note in unlisted.notes)
    assert not any("`other`" in str(note) for note in listed.notes)
    # the notice of O-08 was sent before the amendment: its own fifteen days, not ten
    assert offered("O-08", ISLANDS, "2025-09-03").window_closes == parse_instant(
        "2025-09-03T16:00", zone("Asia/Makassar")
    )
