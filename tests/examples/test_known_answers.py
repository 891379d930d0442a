"""Questions about the public partnership whose answers are known beforehand."""

from collections.abc import Callable
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, parse_when, zone
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record, append, read_record
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked

Ask = Callable[..., Decision]


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "examples" / "microsoft-openai"


@pytest.fixture(scope="module")
def agreement(folder: Path) -> Agreement:
    return load((folder / "agreement.yaml").read_bytes())


@pytest.fixture(scope="module")
def record(folder: Path) -> Record:
    return read_record((folder / "record.jsonl").read_bytes())


@pytest.fixture(scope="module")
def ask(agreement: Agreement, record: Record) -> Ask:
    where = zone(agreement.timezone)

    def asked(
        workload: str, provider: str | None, on: str, held: Record = record, signed: str | None = None, **more: object
    ) -> Decision:
        at = parse_when(on, where)
        before = parse_instant(signed, where) if signed else None
        return decide(agreement, held, Asked((workload,), provider, signed=before, **more), at)  # type: ignore[arg-type]

    return asked


KNOWN = [
    # before the change: one cloud, others with consent
    ("training", "oracle", "2024-06-10", "consent-first"),
    ("training", "oracle", "2024-06-12", "permitted"),
    ("training", "coreweave", "2024-06-12", "consent-first"),
    # the hour of the change
    ("training", "coreweave", "2025-01-20T23:59", "consent-first"),
    ("training", "coreweave", "2025-01-21T00:00", "offer-first"),
    ("training", "coreweave", "2025-01-21T07:59:59Z", "consent-first"),
    ("training", "coreweave", "2025-01-21T08:00:00Z", "offer-first"),
    ("training", "coreweave", "2025-03-07", "offer-first"),
    # consent to Oracle does not stand in for an offer of new capacity
    ("training", "oracle", "2025-03-07", "offer-first"),
    # the API
    ("api_stateless", "coreweave", "2025-03-07", "forbidden"),
    ("api_stateful", "coreweave", "2025-03-07", "forbidden"),
    ("api_stateless", "coreweave", "2025-01-20", "consent-first"),
    ("api_stateless", "aws", "2025-11-03", "forbidden"),
    ("api_stateless", "aws", "2026-04-26", "forbidden"),
    ("api_stateless", "aws", "2026-04-27", "permitted"),
    # the right of first refusal ends
    ("training", "aws", "2025-10-27", "offer-first"),
    ("training", "aws", "2025-10-28", "ungoverned"),
    ("product", "aws", "2025-11-03", "ungoverned"),
    # own sites
    ("training", "own", "2025-01-20", "consent-first"),
    ("training", "own", "2025-01-21", "permitted"),
    ("research", "own", "2025-01-21", "permitted"),
    ("api_stateless", "own", "2025-01-21", "forbidden"),
    ("training", "own", "2025-11-03", "permitted"),
    # before there was an agreement
    ("training", "coreweave", "2018", "ungoverned"),
]


@pytest.mark.parametrize(("workload", "provider", "on", "outcome"), KNOWN)
def test_known_answer(ask: Ask, workload: str, provider: str, on: str, outcome: str) -> None:
    assert ask(workload, provider, on).outcome == outcome


WORKLOADS = ("training", "research", "api_stateless", "api_stateful", "product", "open_weights")
DAYS = ("2019-07-22", "2023-01-23", "2024-06-12", "2025-01-20", "2025-01-21", "2025-10-28", "2026-04-27", "2029-01-01")


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("workload", WORKLOADS)
def test_azure_is_free_throughout(ask: Ask, workload: str, on: str) -> None:
    assert ask(workload, "azure", on).free


@pytest.mark.parametrize("on", DAYS)
def test_the_text_never_contradicts_itself(ask: Ask, agreement: Agreement, on: str) -> None:
    customers, providers = agreement.definitions.customers, (*agreement.providers, "somewhere-else")
    for workload, customer, provider in product(WORKLOADS, customers, providers):
        for capacity in (None, "existing", "built_for_grantor"):
            decision = ask(workload, provider, on, customer=customer, capacity=capacity)
            assert "conflict" not in decision.marks, (workload, customer, provider, capacity)


@pytest.mark.parametrize("workload", WORKLOADS)
@pytest.mark.parametrize("on", ["2025-11-03", "2026-04-27"])
@pytest.mark.parametrize("capacity", ["new", "existing"])
def test_national_security_customers_may_have_the_api_on_any_cloud(
    ask: Ask, workload: str, on: str, capacity: str
) -> None:
    if workload.startswith("api"):
        assert ask(workload, "aws", on, customer="us_national_security", capacity=capacity).outcome == "permitted"
    else:
        assert (
            ask(workload, "aws", on, capacity=capacity).outcome
            == ask(workload, "aws", on, customer="us_national_security", capacity=capacity).outcome
        )


def test_before_the_agreement_the_fact_is_said(ask: Ask) -> None:
    assert any("2019-07-22" in str(note) for note in ask("training", "coreweave", "2018").notes)


def test_after_the_term_nothing_speaks(ask: Ask) -> None:
    assert ask("product", "aws", "2030-12-31").outcome == "permitted"
    over = ask("product", "aws", "2031-01-01")
    assert over.outcome == "ungoverned"
    assert any("2031-01-01" in str(note) for note in over.notes)


def test_capacity_of_before_the_change_stays_as_it_was(ask: Ask) -> None:
    for on in ("2025-01-21", "2025-06-01", "2025-11-03"):
        unconsented = ask("training", "coreweave", on, capacity="existing")
        assert unconsented.outcome == "consent-first"
        assert ask("training", "coreweave", on, signed="2024-12-01").outcome == "consent-first"
        assert ask("training", None, on, contract="oracle-2024").outcome == "permitted"


def test_an_unlisted_name_is_other_and_the_near_one_is_asked_for(ask: Ask) -> None:
    decision = ask("training", "azur", "2025-03-07")
    assert decision.outcome == "offer-first"
    assert any("`other`" in str(note) and "'azure'" in str(note) for note in decision.notes)


def test_an_unknown_workload_is_refused_with_the_near_one(ask: Ask) -> None:
    with pytest.raises(QuestionError, match="did you mean 'training'"):
        ask("trainning", "azure", "2025-03-07")


def test_a_month_across_the_change_is_contested_and_strict(ask: Ask) -> None:
    decision = ask("training", "coreweave", "2025-01")
    assert decision.outcome == "consent-first"
    assert "contested" in decision.marks
    assert [answer.outcome for answer in decision.dated] == ["consent-first", "offer-first", "offer-first"]


# An offer that was declined; nothing like it was ever published, so it is added to a copy of the record.


def with_offer(record: Record) -> Record:
    common = {"by": "openai", "entered_by": "test", "offer": "o"}
    steps: list[dict[str, object]] = [
        {"type": "offer-received", "at": "2025-02-03", "provider": "coreweave", "quantity": "10"},
        {"type": "grantor-willing", "at": "2025-02-03"},
        {"type": "notice-given", "at": "2025-02-04", "states": ["quantity", "price"]},
        {"type": "declined", "at": "2025-02-10", "by": "microsoft"},
    ]
    for number, step in enumerate(steps):
        at = f"{step['at']}T10:00:00-08:00"
        record, _ = append(record, {"id": f"t{number}", **common, **step, "at": at, "recorded": at})
    return record


def signed(record: Record, quantity: str, day: str) -> Record:
    at = f"{day}T10:00:00-08:00"
    event = {
        "id": f"s-{day}", "type": "contract-signed", "at": at, "recorded": at, "by": "openai", "entered_by": "test",
        "contract": f"c-{day}", "provider": "coreweave", "offer": "o", "tranches": [{"quantity": quantity}],
    }  # fmt: skip
    return append(record, event)[0]


def test_a_declined_offer_is_free_while_its_tail_runs(ask: Ask, record: Record) -> None:
    held = with_offer(record)
    for on, outcome in [
        ("2025-02-07", "offer-first"),  # the window is open
        ("2025-02-11", "permitted"),
        ("2025-08-09", "permitted"),  # the 180th day after 10 February
        ("2025-08-10", "offer-first"),
    ]:
        assert ask("training", "coreweave", on, held, offer="o").outcome == outcome, on


def test_a_declined_offer_does_not_free_the_api(ask: Ask, record: Record) -> None:
    assert ask("api_stateless", "coreweave", "2025-03-07", with_offer(record), offer="o").outcome == "forbidden"


def test_the_last_unit_of_a_remainder_may_be_signed_and_no_more(ask: Ask, record: Record) -> None:
    held = signed(with_offer(record), "7", "2025-03-03")
    for quantity, outcome in [(2, "permitted"), (3, "permitted"), (4, "offer-first")]:
        found = ask("training", "coreweave", "2025-03-07", held, offer="o", quantity=Decimal(quantity))
        assert found.outcome == outcome, quantity
    wholly = signed(held, "3", "2025-03-10")
    assert ask("training", "coreweave", "2025-03-12", wholly, offer="o", quantity=Decimal(1)).outcome == "offer-first"


def test_answers_say_how_well_they_are_known(ask: Ask, record: Record) -> None:
    before, at, after = (ask("training", "coreweave", on) for on in ("2025-01-20", "2025-01-21", "2026-05-01"))
    assert before.rests_on.grade == "assumed"  # that consent had a route, and the day the text began
    assert (at.rests_on.grade, at.rests_on.field) == ("stated", "first-refusal")
    assert after.rests_on.grade == "stated"
    declined = ask("training", "coreweave", "2025-02-11", with_offer(record), offer="o")
    assert (declined.rests_on.grade, declined.rests_on.field) == ("assumed", "first-refusal.tail.n")
    product = ask("product", "own", "2025-02-01")
    assert (product.outcome, product.rests_on.grade) == ("permitted", "assumed")
    assert str(product.rests_on.field).startswith("own-build.primarily.")
