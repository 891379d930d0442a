import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import firstcall
from firstcall.errors import ConflictError, NotAllowed, QuestionError, RefusalError

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFER: dict[str, Any] = {"provider": "rival-cloud", "quantity": 400, "unit": "MW", "workloads": "training",
         "terms": {"price": "2.10"}}  # fmt: skip


@pytest.fixture
def opened(deal: Path) -> firstcall.Deal:
    return firstcall.open(deal, now=NOW)


def test_an_act_writes_what_the_command_writes(
    opened: firstcall.Deal, deal: Path, tmp_path: Path, cli: Callable[..., Any]
) -> None:
    other = tmp_path / "other"
    assert cli("new", other, "-t", "first-refusal", "--effective", "2026-01-05").code == 0
    done = opened.perform("receive", "n1", key="e1", entered_by="us", note="by mail", **OFFER)
    flags = ("--provider", "rival-cloud", "--quantity", "400", "--unit", "MW", "--workloads", "training",
             "--term", "price=2.10", "--key", "e1", "--entered-by", "us", "--note", "by mail",
             "--recorded", NOW.isoformat())  # fmt: skip
    ran = cli("offer", "receive", other, "n1", *flags, "--json")
    assert ran.code == 0, ran.err
    assert done.to_json() == ran.json
    assert (deal / "record.jsonl").read_bytes() == (other / "record.jsonl").read_bytes()
    assert [event.id for event in done.events] == ["e1"] and not done.dry_run


def test_a_deal_is_a_snapshot_and_the_result_has_the_one_after(opened: firstcall.Deal, deal: Path) -> None:
    done = opened.perform("receive", "n1", **OFFER)
    assert len(opened.record.events) == 0 and len(done.after.record.events) == 1
    assert opened.reload().record.events == done.after.record.events and done.after.now == NOW
    later = done.after.perform("willing", "n1").after.perform("notify", "n1").after
    assert later.offer("n1").state == "notified" and later.clock().first_duty is not None
    with pytest.raises(RefusalError):
        later.perform("match", "n1", by="holder", at="2026-06-01", recorded="2026-06-01")


def test_a_stale_deal_is_judged_on_the_record_as_it_is(opened: firstcall.Deal) -> None:
    opened.perform("receive", "n1", **OFFER)
    opened.perform("willing", "n1")
    assert opened.perform("notify", "n1").offers[0].state == "notified"


def test_a_dry_run_writes_nothing(opened: firstcall.Deal, deal: Path) -> None:
    tried = opened.perform("receive", "n1", dry_run=True, **OFFER)
    assert tried.dry_run and tried.after is opened and repr(tried).startswith("<ActResult would record offer-received ")
    assert (deal / "record.jsonl").read_bytes() == b"" and tried.to_json()["dry_run"] is True
    assert json.dumps(tried.to_json()) and tried.rows()[0]["type"] == "offer-received"


def test_an_act_repeated_under_its_key_changes_nothing(opened: firstcall.Deal, deal: Path) -> None:
    opened.perform("receive", "n1", key="e1", **OFFER)
    before = (deal / "record.jsonl").read_bytes()
    again = opened.perform("receive", "n1", key="e1", **OFFER)
    assert again.events == () and again.notes and (deal / "record.jsonl").read_bytes() == before
    with pytest.raises(ConflictError):
        opened.perform("willing", "n1", key="e1")


def test_a_view_acts_for_its_own_party(opened: firstcall.Deal) -> None:
    for act in ("receive", "willing", "notify"):
        opened.perform(act, "n1", **(OFFER if act == "receive" else {}))
    view = opened.reload().as_party("holder")
    with pytest.raises(NotAllowed, match="holder does not act for grantor\n  fix: perform it on the view of grantor"):
        view.perform("decline", "n1", by="grantor")
    done = view.perform("decline", "n1")
    assert done.offers[0].state == "declined" and done.events[0].by == "holder" and done.after.party == "holder"


def test_nothing_is_performed_on_what_is_supposed(opened: firstcall.Deal, deal: Path) -> None:
    event = {"type": "offer-received", "at": "2026-02-02", "by": "grantor", "offer": "n1", **OFFER,
             "workloads": ["training"]}  # fmt: skip
    supposed = opened.suppose(events=[event])
    with pytest.raises(NotAllowed, match="nothing is performed on what is only supposed"):
        supposed.perform("willing", "n1")
    tried = supposed.perform("willing", "n1", dry_run=True)
    assert tried.offers[0].state == "received" and tried.to_json()["what_if"] == ["events: 1 supposed event"]
    assert (deal / "record.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("act", "fields", "says"),
    [
        ("notfy", {}, "there is no act 'notfy'\n  fix: did you mean 'notify'?"),
        ("receive", {"quantty": 4}, "receive: there is no 'quantty' in it\n  fix: did you mean 'quantity'?"),
        ("receive", {"quantity": 0.5}, "quantity: 0.5 is a binary fraction"),
        ("willing", {"sheet": "offer.yaml"}, "willing: a sheet is for receive"),
        ("receive", {"at": "2026-01"}, "'2026-01' is no day"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_fix(
    opened: firstcall.Deal, act: str, fields: dict[str, Any], says: str
) -> None:
    with pytest.raises(QuestionError) as error:
        opened.perform(act, "n1", **fields)
    assert says in str(error.value)


def test_a_signing_takes_its_tranches_as_mappings(opened: firstcall.Deal) -> None:
    opened.perform("receive", "n1", **OFFER)
    for act in ("willing", "notify"):
        opened.perform(act, "n1")
    later = firstcall.open(opened.path, now="2026-04-20")
    done = later.perform("sign", "n1", contract="C-1", dry_run=True,
                         tranches=[{"id": "1", "quantity": 400, "unit": "MW", "workloads": ["training"]}])  # fmt: skip
    assert done.events[0].type == "contract-signed" and done.to_json()["events"][0]["provider"] == "rival-cloud"
