import importlib
import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import firstcall
from firstcall.errors import NotFound, QuestionError, RecordError

PUBLIC = "examples/microsoft-openai"
OURS = "examples/wiraksa"


@pytest.fixture(scope="module")
def deal() -> firstcall.Deal:
    return firstcall.open(PUBLIC)


def test_an_answer_is_what_the_command_prints(deal: firstcall.Deal, same: Callable[..., None]) -> None:
    asked = ("-w", "training", "-p", "coreweave", "--on", "2025-01-21")
    same(deal.decide("training", provider="coreweave", on="2025-01-21"), "decide", PUBLIC, *asked)
    same(deal.decide("training", provider="coreweave", on="2025-01-21", flip=True), "decide", PUBLIC, *asked, "--flip")
    both = deal.decide(["research", "training"], provider="oracle", on="2025", known_at="on", quantity=5,
                       reading={"api-scope": "all"})  # fmt: skip
    same(both, "decide", PUBLIC, "-w", "research,training", "-p", "oracle", "--on", "2025", "--known-at", "on",
         "--quantity", "5", "--reading", "api-scope=all")  # fmt: skip
    use = deal.decide(licensee="microsoft", product="first_party", on="2025-06-01")
    same(use, "decide", PUBLIC, "--licensee", "microsoft", "--product", "first_party", "--on", "2025-06-01")


def test_what_an_answer_says_of_itself(deal: firstcall.Deal) -> None:
    answer = deal.decide("training", provider="coreweave", on="2025-01-21")
    assert (answer.outcome, answer.free, answer.exit_code) == ("offer-first", False, 11)
    assert answer.deciding == ("first-refusal@amendment-2025-01",)
    assert answer.paths and answer.notes and answer.flips is None
    assert answer.clauses[0].clause == "first-refusal" and answer.rows()[0]["role"] == "decides"
    assert repr(answer).startswith("<DecisionResult offer-first: workload training, provider coreweave, on 2025-01-21")
    assert "decides" in str(answer) and "<th>why</th>" in answer._repr_html_()
    with pytest.raises(AttributeError):
        answer.decision = None  # type: ignore[misc, assignment]


@pytest.mark.parametrize(
    "on",
    [
        "2025-01-21",
        date(2025, 1, 21),
        datetime(2025, 1, 21, 8, tzinfo=UTC),
        datetime(2025, 1, 21, tzinfo=ZoneInfo("America/Los_Angeles")),
    ],
)
def test_a_day_is_given_as_people_have_it(deal: firstcall.Deal, on: Any) -> None:
    answer = deal.decide("training", provider="coreweave", on=on)
    assert answer.to_json()["question"]["on"] == "2025-01-21T08:00:00Z"
    assert answer.to_json() == deal.decide("training", provider="coreweave", on="2025-01-21").to_json()


def test_what_is_no_instant_is_refused_with_a_fix(deal: firstcall.Deal) -> None:
    naive = datetime(2025, 1, 21, tzinfo=UTC).replace(tzinfo=None)
    for ask in (
        lambda: deal.decide("training", provider="coreweave", on=naive),
        lambda: deal.decide("training", provider="coreweave", known_at=naive),
        lambda: deal.terms(naive),
        lambda: firstcall.open(PUBLIC, now=naive),
        lambda: firstcall.decide(deal.agreement, deal.record, firstcall.Asked(("training",), provider="x"), naive),
        lambda: firstcall.terms(deal.agreement, naive),
        lambda: firstcall.position(deal.agreement, deal.record, naive),
    ):
        with pytest.raises(QuestionError, match="has no time zone, so it names no instant\n  fix: give it a tzinfo"):
            ask()


def test_an_exact_number_is_no_float(deal: firstcall.Deal) -> None:
    with pytest.raises(QuestionError, match=r"quantity: 0\.1 is a binary fraction.*\n  fix: write it as text"):
        deal.decide("training", provider="oracle", quantity=0.1)  # type: ignore[arg-type]
    with pytest.raises(QuestionError, match="quantity: True is no number"):
        deal.decide("training", provider="oracle", quantity=True)
    exact = deal.decide("training", provider="oracle", quantity=Decimal("0.1"), on="2025-03-01")
    assert exact.to_json()["question"]["quantity"] == "0.1"


def test_terms_are_what_the_command_prints(deal: firstcall.Deal, same: Callable[..., None]) -> None:
    text = deal.terms("2025-01-21")
    same(text, "terms", PUBLIC, "--on", "2025-01-21")
    same(text["first-refusal"], "terms", PUBLIC, "first-refusal", "--on", "2025-01-21")
    assert text.version == "amendment-2025-01" and len(text) == len(text.rows()) == len(list(text))
    with pytest.raises(NotFound, match="did you mean 'first-refusal'"):
        text["first-refusl"]
    with pytest.raises(QuestionError, match="terms are of a day"):
        deal.terms("2025-01")


def test_a_party_gets_the_answer_of_what_it_may_see(tmp_path: Path) -> None:
    view = firstcall.open(OURS).as_party("tamborala")
    assert len(view.record.events) < len(firstcall.open(OURS).record.events)
    assert "a view, not access control" in repr(view)
    assert "not access control" in view.clock("2025-06-01")._repr_html_()


def test_a_party_supposes_on_what_it_may_see(tmp_path: Path) -> None:
    whole = firstcall.open(OURS)
    view = whole.as_party("tamborala")
    hidden = min({event.id for event in whole.record.events} - {event.id for event in view.record.events})
    at = {"at": "2025-12-01", "by": "tamborala"}
    made = view.suppose(events=[{"type": "context", "id": hidden, "title": "t", **at}])
    assert [event.id for event in made.record.events if event.id == hidden] == [hidden]
    with pytest.raises(RecordError, match=f"event '{hidden}' is not in the record"):
        view.suppose(events=[{"type": "correction", "of": hidden, "void": True, **at}])
    with pytest.raises(RecordError, match="is in the record already"):
        whole.suppose(events=[{"type": "context", "id": hidden, "title": "t", **at}])


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"on": "2025-13"}, "`on`: '2025-13' is not a month of the calendar"),
        ({"licensee": "microsoft"}, "no product is named\n  fix: name one with `product`: "),
        ({"workload": "training", "licensee": "microsoft"}, "`workload` asks of capacity and `licensee` of technology"),
        ({"workload": "training", "reading": {"api": "all"}, "on": "2025-03-01"}, "api"),
        ({"workload": "training", "provider": "x", "known_at": "soon"}, "`known_at`: 'soon' is not a date or time"),
    ],
)
def test_an_error_names_the_argument_and_not_a_flag(deal: firstcall.Deal, asked: dict[str, Any], says: str) -> None:
    with pytest.raises(QuestionError) as error:
        deal.decide(**asked)
    assert says in str(error.value) and "--" not in str(error.value)


@pytest.mark.parametrize(
    ("method", "given", "asked", "says"),
    [
        ("settle", "2025-12", {"engine": "pandas"}, "engine: 'pandas' is none of its words\n  fix: use one of: duckdb"),
        ("settle", date(2025, 12, 1), {}, "is no period\n  fix: write 2025-12, 2025-Q4 or FY2025 as text"),
        ("plan", None, {"by": "week"}, "by: 'week' is none of its words\n  fix: use one of: month, quarter"),
        ("audit", None, {}, "no log is named\n  fix: name Parquet"),
        ("decide", "training", {"scope": "region=us"}, "scope: 'region=us' is no mapping"),
        ("decide", "training", {"reading": "a=b"}, "reading: 'a=b' is no mapping"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_fix(method: str, given: Any, asked: dict[str, Any], says: str) -> None:
    with pytest.raises(QuestionError) as error:
        getattr(firstcall.open(OURS), method)(*(() if given is None else (given,)), **asked)
    assert says in str(error.value)


BESIDE = {
    "strict",
    "with_files",
    "assume_files",
    "questions",
    "exit_code",
    "lang",
    "as_json",
    "party",
    "html",
    "header",
}
BESIDE |= {"shape", "form", "ics", "eml", "docx", "history", "partnership", "help"}
OTHERWISE = {"need_id": "need", "from_": "first", "to": "last", "most": "scenarios", "placements": "placements",
             "renamed": "columns", "only_open": "only_open"}  # fmt: skip
FILES = {"needs_file", "supply_file", "futures_file", "against", "out", "breaches", "spark_master", "clause"}


@pytest.mark.parametrize(
    ("method", "where"),
    [
        ("decide", "commands.decide:decide_command"), ("terms", "commands.terms:terms_command"),
        ("clock", "commands.clock:clock"), ("brief", "commands.brief:brief"), ("offers", "offer.pages:inbox"),
        ("route", "planning.route:route"), ("plan", "planning.plan:plan_command"), ("audit", "audit.command:audit"),
        ("move", "planning.move:move_command"),
    ],
)  # fmt: skip
def test_whatever_a_command_can_be_asked_a_program_can_ask(method: str, where: str) -> None:
    module, _, name = where.partition(":")
    command = getattr(importlib.import_module(f"firstcall.service.{module}"), name)
    shown = {"full"} if method == "brief" else set()  # how much of it is told as text
    flags = {param.name for param in command.params} - BESIDE - FILES - shown
    takes = set(inspect.signature(getattr(firstcall.Deal, method)).parameters)
    assert not {flag for flag in flags if flag not in takes and OTHERWISE.get(flag) not in takes}
