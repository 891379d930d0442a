import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import firstcall
from firstcall.errors import AgreementError, NotAllowed, NotFound, QuestionError, RecordError
from firstcall.service.partnership.opened import event_text

PUBLIC = "examples/microsoft-openai"
OURS = "examples/wiraksa"


def test_a_deal_says_what_it_is(root: Path) -> None:
    deal = firstcall.open(PUBLIC, now="2026-05-01")
    assert repr(deal).startswith("<Deal microsoft-openai in examples/microsoft-openai, ")
    assert deal.now == datetime(2026, 5, 1, 7, tzinfo=UTC) and deal.path == Path(PUBLIC)
    assert firstcall.open(Path(PUBLIC) / "agreement.yaml").agreement == deal.agreement
    again = deal.reload()
    assert again.now == deal.now and again.record.events == deal.record.events and again is not deal


def test_the_deal_asks_at_its_own_now(root: Path) -> None:
    answer = firstcall.open(PUBLIC, now=date(2025, 1, 21)).decide("training", provider="coreweave")
    assert answer.to_json()["question"]["on"] == "2025-01-21T08:00:00Z"


def test_what_is_supposed_is_said_by_every_result(public: Path, same: Callable[..., None]) -> None:
    what_if = sorted((public / "what-if").glob("*.yaml"))[0]
    deal = firstcall.open(public)
    supposed = deal.suppose(what_if.stem)
    asked = ("-w", "training", "-p", "oracle", "--on", "2026-05-01", "--with", what_if)
    answer = supposed.decide("training", provider="oracle", on="2026-05-01")
    same(answer, "decide", public, *asked)
    assert answer.to_json()["what_if"] == list(supposed.supposed) and supposed.supposed[0] in repr(supposed)
    assert supposed.supposed[0] in answer._repr_html_() and deal.supposed == ()
    assert deal.suppose(str(what_if)).supposed == supposed.supposed
    with pytest.raises(NotAllowed, match="verify is of what is there"):
        supposed.verify()
    with pytest.raises(NotFound):
        deal.suppose("no-such-what-if")


def test_a_what_if_may_be_a_mapping_and_events_may_be_given(public: Path) -> None:
    overlay = {"schema": "firstcall/overlay/1", "id": "freed", "title": "no first refusal", "base": "amendment-2025-01",
               "effective": date(2025, 1, 21), "remove": ["first-refusal"]}  # fmt: skip
    deal = firstcall.open(public)
    freed = deal.suppose(overlay)
    assert freed.decide("training", provider="coreweave", on="2025-01-22").outcome != "offer-first"
    event = {"type": "offer-received", "at": datetime(2025, 2, 3, 18, tzinfo=UTC), "by": "openai", "offer": "W-1",
             "provider": "coreweave", "quantity": Decimal("1.5"), "unit": "MW", "workloads": ["training"]}  # fmt: skip
    offered = deal.suppose(events=[event])
    assert "W-1" in offered.offers("2025-02-04").ids and "W-1" not in deal.offers("2025-02-04").ids
    file = public.parent / "events.jsonl"
    file.write_text(json.dumps(event, default=event_text) + "\n")
    assert deal.suppose(events=file).record.events == offered.record.events
    with pytest.raises(RecordError):
        deal.suppose(events=[{"type": "offer-received"}])
    with pytest.raises(QuestionError, match="can stand in no what-if"):
        deal.suppose(events=[{"type": object()}])


def test_a_view_is_of_one_party() -> None:
    view = firstcall.open(OURS).as_party("tamborala")
    assert view.as_party("tamborala") is view and view.reload().party == "tamborala"
    with pytest.raises(NotAllowed, match="this is the view of tamborala"):
        view.as_party("nordhaller")
    with pytest.raises(NotFound, match="did you mean 'tamborala'"):
        firstcall.open(OURS).as_party("tamborla")


def test_what_makes_an_answer_less_sure_is_said_by_it(public: Path, cli: Callable[..., Any]) -> None:
    record = public / "record.jsonl"
    record.write_bytes(record.read_bytes() + b'{"torn')
    deal = firstcall.open(public)
    assert len(deal.warnings) == 1 and "the last line is torn" in deal.warnings[0] and "1 warned of" in repr(deal)
    terms = deal.terms("2025-01-21")
    assert terms.to_json()["warnings"] == list(deal.warnings) and "1 warned of" in repr(terms)
    assert json.dumps(terms.to_json(), indent=2) + "\n" == cli("terms", public, "--on", "2025-01-21", "--json").out
    assert "torn" in terms._repr_html_() and not deal.verify().ok
    with pytest.raises(RecordError, match="the last line is torn"):
        firstcall.open(public, strict=True)


def test_what_cannot_be_opened_says_why(tmp_path: Path, deal: Path) -> None:
    with pytest.raises(NotFound, match="there is no folder"):
        firstcall.open(tmp_path / "nowhere")
    text = (deal / "agreement.yaml").read_text()
    (deal / "agreement.yaml").write_text(text.replace("timezone: America/New_York", "timezone: America/New_Yrk"))
    with pytest.raises(AgreementError) as error:
        firstcall.open(deal)
    assert error.value.problems[0].place.line > 1


def test_two_deals_share_nothing(tmp_path: Path) -> None:
    before = dict(os.environ), Path.cwd()
    one, other = firstcall.open(OURS), firstcall.open(PUBLIC)
    assert one.decide(one.agreement.definitions.workloads[0], provider="x", on="2025-06-01").outcome
    assert other.warnings == () and (dict(os.environ), Path.cwd()) == before


def test_a_path_may_begin_at_home(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(public.parent))
    deal = firstcall.open("~/public")
    assert deal.path == public
    assert deal.suppose("~/public/what-if/rofr-first-look.yaml").supposed == deal.suppose("rofr-first-look").supposed


def test_an_option_supposed_to_be_exercised_changes_the_terms(tmp_path: Path) -> None:
    from firstcall.service.gallery.entries import gallery_entry

    deal = firstcall.open(gallery_entry("gpu-order").path)
    notice = {"type": "option-exercised", "by": "buyer", "at": "2028-03-01T10:00:00+01:00", "clause": "renewal"}
    supposed = deal.suppose(events=[notice])
    assert [held["clause"] for held in supposed.terms("2029-01-01").to_json()["clauses"]] == [
        "hours", "usage", "deposit", "service-credit", "best-price", "renewal", "exit", "exit-fee", "for-outage",
        "term",
    ]  # fmt: skip
    assert deal.terms("2029-01-01").to_json()["clauses"] == []
    assert supposed.terms("2029-01-01", known_at="2028-02-01").to_json()["clauses"] == []
