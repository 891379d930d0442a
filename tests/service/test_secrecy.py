"""What a party may not see changes no answer that it gets: not a byte, not an exit code, in any command or act.

Two folders differ only in what the party may not see. Every command that answers a party, and every act, dry or
done, is asked of both.
"""

import json
import os
import random
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.refusal.deal import TERMS, refusal, text_of
from tests.service.conftest import Cli, Ran

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import iso
from firstcall.errors import FirstcallError
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ContractSigned, Correction
from firstcall.record.events.offer import NoticeGiven, OfferReceived
from firstcall.record.journal.exported import lines_of
from firstcall.record.journal.growing import Growing
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.views.view import view
from firstcall.refusal.acts import ACTS
from firstcall.service.billing.deliveries.intake import take_in

PAIRS = int(os.environ.get("FIRSTCALL_SECRECY_PAIRS", "50"))
EAST = refusal(id="east", scope={"age": "new", "mode": ["third_party"], "region": ["east"]})
WEST = refusal(id="west", holder="iris", scope={"age": "new", "mode": ["third_party"], "region": ["west"]},
               notice={"third_party": "withheld"})  # fmt: skip
SHARED = refusal(
    id="shared", holder="halcyon", partial="any",
    scope={"age": "new", "mode": ["third_party"], "workloads": ["serving"]},
    several={"tiers": [{"holders": [{"holder": "halcyon", "holding": "60"}, {"holder": "iris", "holding": "40"}]}]},
)  # fmt: skip
FEE = {
    "type": "revenue_share", "payer": "grace", "rate": "0.1", "currency": "USD",
    "base": {"source": "revenue_lines", "streams": ["api"]}, "basis": {"grade": "agreed", "source": "contract"},
}  # fmt: skip
FEES = [{**FEE, "id": f"fee-{holder}", "payee": holder} for holder in ("halcyon", "iris")]
TEXT = json.dumps(text_of(EAST, WEST, SHARED, *FEES))
START = datetime(2025, 3, 10, 14, tzinfo=UTC)
PARTIES = ("halcyon", "iris", "juno")
OFFERS = ("o-1", "o-2", "o-3", "p-1")
LINES = "id,day,stream,amount\n1,2025-03-03,api,1000.00\n2,2025-03-09,api,250.50\n3,2025-04-01,api,70.00\n"
MAPPING = """of: grace
columns: {date: day, stream: stream, amount: amount, document: id}
constants: {currency: USD}
"""
PLACED = "at,provider,workload,quantity,region\n" + "".join(
    f"2025-{month}-15T00:00:00Z,{provider},{workload},40,{region}\n" for month in ("03", "04", "06")
    for provider in ("rival", "halcyon-cloud") for workload in ("training", "serving") for region in ("east", "west")
)  # fmt: skip
SUPPLY = """id,provider,region,accelerator,price,unit,currency,basis,quantity,available_from,lead_days,\
min_term_months,grade
ours,halcyon-cloud,east,H100,4.10,gpu_hour,USD,list,900,2025-03-01,30,12,agreed
theirs,rival,east,H100,2.10,gpu_hour,USD,list,900,2025-03-01,30,12,agreed
others,other-rival,west,H100,2.40,gpu_hour,USD,list,900,2025-03-01,0,1,agreed
"""
NEEDS = """schema: firstcall/needs/1
title: What is needed
currency: USD
accelerators: {H100: {per_mw: "600"}}
needs:
  - id: train
    workloads: training
    accelerator: H100
    amount: {from: 2025-07-01, to: 2025-12-31, accelerators: "300"}
    unmet: "8"
    basis: {grade: agreed, source: budget}
sources: {budget: {title: The budget}}
"""
AFTERWARDS = ["terms-amended", "terms-amended", "notice-given", "declined", "matched", "matched-in-part",
              "contract-signed", "waiver-given", "context", "withdrawn", "tolled", "notice-deficient", "correction",
              "delivered", "statement-issued", "statement-disputed", "statement-agreed"]  # fmt: skip


def happenings(chance: random.Random) -> Iterator[dict[str, Any]]:
    """Events as a desk enters them, judged by nobody: each offer goes its way, or breaks off, or turns back."""
    told: list[tuple[datetime, str, str]] = []
    for offer in OFFERS:
        at = START + timedelta(hours=chance.randrange(200))
        way = ["offer-received", "grantor-willing", "notice-given"][: chance.choice([1, 2, 3, 3, 3])]
        way += chance.choices(AFTERWARDS, k=chance.randrange(4))
        for kind in way:
            told.append((at, kind, offer))
            at += timedelta(hours=chance.randrange(1, 60))
    for number, (at, kind, offer) in enumerate(sorted(told)):
        late = at + timedelta(days=chance.choice([0, 0, 0, 9]))
        fields: dict[str, Any] = {
            "id": f"e-{number}", "type": kind, "at": iso(at), "by": "grace", "recorded": iso(late),
            "entered_by": chance.choice(["grace", "the desk"]), "offer": offer,
        }  # fmt: skip
        if kind in ("declined", "matched", "matched-in-part", "waiver-given", "notice-deficient", "delivered",
                    "statement-disputed", "statement-agreed"):  # fmt: skip
            fields["by"] = chance.choice(PARTIES)
        if chance.random() < 0.4:
            fields |= {"note": "to ourselves", "signatory": "somebody"}
        yield fields | _payload(kind, chance, number)


def _payload(kind: str, chance: random.Random, number: int) -> dict[str, Any]:
    match kind:
        case "offer-received":
            return {"provider": chance.choice(["rival", "other-rival"]), "mode": "third_party", "quantity": "100",
                    "unit": "MW", "terms": TERMS, "dimensions": {"region": chance.choice(["east", "west"])},
                    "workloads": [chance.choice(["training", "serving"])]}  # fmt: skip
        case "notice-given":
            clause = chance.choice([None, "east", "west", "shared"])
            return {"clause": clause} if clause else {}
        case "terms-amended":
            return {"terms": {"term_months": "48"}}
        case "matched-in-part":
            return {"quantity": "40"}
        case "contract-signed":
            return {"contract": f"k-{number}", "provider": chance.choice(["rival", "halcyon-cloud"]), "terms": {}}
        case "waiver-given" if chance.random() < 0.5:
            return {"offer": None, "contract": f"k-{chance.randrange(number + 1)}"}
        case "context":
            return {"offer": None, "title": "a happening"}
        case "statement-issued":
            amounts = dict.fromkeys(chance.sample(["fee-halcyon", "fee-iris"], chance.choice([1, 1, 2])), "1")
            return {"offer": None, "statement": f"s-{chance.randrange(2)}", "period": "2025-03", "digest": "0" * 64,
                    "known_at": iso(START), "amounts": amounts}  # fmt: skip
        case "statement-disputed" | "statement-agreed":
            return {"offer": None, "statement": f"s-{chance.randrange(2)}"}
        case "correction":
            return {"offer": None, "of": f"e-{chance.randrange(number + 1)}", "void": True}
        case _:
            return {}


def grown(events: Iterable[dict[str, Any]]) -> Record:
    """The record of the events that fit."""
    found = Growing()
    for fields in events:
        try:
            found.add({name: value for name, value in fields.items() if value is not None})
        except FirstcallError:
            continue
    return Record(tuple(found.events))


def without(record: Record, gone: set[str]) -> Record:
    """The record as if some of its events had never been entered."""
    kept = [event for event in record.events if event.id not in gone and getattr(event, "of", None) not in gone]
    return grown(_fields(event) for event in kept)


def hidden(whole: Record, seen: Record) -> list[str]:
    """What may be taken away unseen: events that are not shown, and corrections of what is shown that are not."""
    shown = {event.id for event in seen.events}
    there = [event for event in whole.events if event.id not in shown]
    return [event.id for event in there if not isinstance(event, Correction) or event.of in shown]


def _fields(event: EventBase) -> dict[str, Any]:
    links = {"seq", "prev", "hash", "stream"}
    return event.model_dump(mode="json", exclude_unset=True, exclude=links)


def asked(chance: random.Random, party: str, record: Record, seen: Record) -> tuple[str, ...]:
    """Something that a party may ask or do, in any words that may hit what is hidden."""
    told = [event.offer for event in seen.events if isinstance(event, OfferReceived)]
    offer = chance.choice((*told, *told, *OFFERS, "o-9", "o1"))
    when = (START + timedelta(hours=chance.randrange(600))).isoformat()
    shape = chance.choice([(), ("--json",)])
    ids = [event.id for event in record.events] or ["e-0"]
    match chance.randrange(28):
        case number if number > 20 and (notices := [event for event in seen.events if isinstance(event, NoticeGiven)]):
            return _answering(chance, party, chance.choice(notices), shape)
        case 0:
            return ("offer", "show", "DEAL", offer, "--as", party, "--on", when, *shape, *_supposing(chance))
        case 1:
            shape = chance.choice([shape, ("--html", "OUT/l.html")])
            return ("offer", "list", "DEAL", "--as", party, "--on", when, *shape, *_supposing(chance))
        case 2:
            papers = [(f"--{form}", f"OUT/c.{form}") for form in ("html", "ics", "eml")]
            shape = chance.choice([shape, ("--format", "md"), *papers])
            return ("clock", "DEAL", "--as", party, "--on", when, *shape, *_supposing(chance))
        case 3:
            return ("record", "compare", "DEAL", "THEIRS", "--as", party, "--on", when, *shape)
        case 4:
            return ("record", "export", "DEAL", "--as", party, "--to", "OUT", *shape)
        case 5:
            clause = chance.choice([(), ("--clause", "east")])
            return ("offer", "packet", "DEAL", offer, "--dir", "OUT", "--as", party, "--on", when, *clause, *shape)
        case 6:
            papers = [(f"--{form}", f"OUT/s.{form}") for form in ("html", "csv", "docx", "eml")]
            shape = chance.choice([shape, *papers, ("--journal", "OUT/s.txt")])
            return ("settle", "DEAL", "--period", "2025-03", "--as", party, *shape, *_supposing(chance))
        case 7:
            return ("settle", "deltas", "DEAL", "--as", party, *shape)
        case 8:
            return ("record", "verify", "DEAL", "--as", party, *shape)
        case 9:
            clause = ("--clause", chance.choice(["east", "west", "shared"]))
            return ("offer", "shortfall", "DEAL", *clause, "--as", party, "--on", when, *shape)
        case 10 | 11:
            line = f"fee-{chance.choice(PARTIES)}/2025-03/{chance.choice(['api', 'api/2025-03-03', 'api/2025-03-09'])}"
            return ("settle", "why", "DEAL", line, "--as", party, *shape)
        case _:
            act = chance.choice(list(ACTS))
            more: tuple[str, ...] = chance.choice([(), ("--dry-run",)])
            act = chance.choice([act, "match", "decline", "match-part", "waive"])
            more += ("--key", chance.choice([chance.choice(ids), "my-key"]))
            more += chance.choice([(), (), ("--clause", chance.choice(["east", "west", "shared", "nort"]))])
            if act == "waive" and chance.random() < 0.5:
                signed = [event.contract for event in record.events if isinstance(event, ContractSigned)]
                more += ("--contract", chance.choice((*signed, "k-none")))
            if act in ("match-part", "deliver", "fail"):
                more += ("--quantity", "10")
            if act == "sign":
                more += ("--contract", "k-new", "--provider", "rival")
            return ("offer", act, "DEAL", offer, "--as", party, "--recorded", when, "--entered-by", "us", *more, *shape)


def _supposing(chance: random.Random) -> tuple[str, ...]:
    """Something supposed, that may hit what is hidden, or an earlier knowledge; most often nothing."""
    earlier = (START + timedelta(hours=chance.randrange(300))).isoformat()
    return chance.choice([(), (), (), ("--assume", "SUPPOSED"), ("--known-at", earlier)])


def supposed(chance: random.Random, record: Record) -> str:
    """An event that corrects, repeats or answers something on the record, seen or hidden."""
    hit = chance.choice([event.id for event in record.events] or ["e-0"])
    offer = chance.choice(OFFERS)
    kinds: list[dict[str, Any]] = [
        {"type": "correction", "of": hit, "void": True},
        {"type": "context", "id": hit, "title": "t"},
        {"type": "declined", "offer": offer}, {"type": "matched", "offer": offer},
        {"type": "notice-given", "offer": offer},
    ]  # fmt: skip
    when = iso(START + timedelta(hours=chance.randrange(300)))
    return json.dumps({"at": when, "by": chance.choice(PARTIES)} | chance.choice(kinds))


def _answering(chance: random.Random, party: str, notice: NoticeGiven, shape: tuple[str, ...]) -> tuple[str, ...]:
    """An answer to a notice that the party was given, most often in time."""
    act = chance.choice(["match", "decline", "match-part", "waive", "deficient"])
    at = iso(notice.at + timedelta(hours=chance.choice([1, 30, 90, 600])))
    more: tuple[str, ...] = (
        ("--quantity", "10") if act == "match-part" else ("--missing", "start") if act == "deficient" else ()
    )
    more += chance.choice([(), (), ("--dry-run",)])
    more += () if notice.clause is None else ("--clause", notice.clause)
    entered = ("--at", at, "--recorded", iso(START + timedelta(days=90)), "--entered-by", "us", "--key", "answer")
    return ("offer", act, "DEAL", notice.offer, "--as", party, *entered, *more, *shape)


def answered(cli: Cli, folder: Path, record: Record, words: tuple[str, ...]) -> tuple[object, ...]:
    """All that an answer is: both streams, the exit code, every file it wrote."""
    folder.mkdir()
    (folder / "agreement.yaml").write_text(TEXT)
    (folder / "record.jsonl").write_text(lines_of(record))
    (folder / "revenue").mkdir()
    (folder / "revenue" / "lines.csv").write_text(LINES)
    (folder / "revenue" / "mapping.yaml").write_text(MAPPING)
    take_in(folder, [folder / "revenue" / "lines.csv"], START, False)
    (folder / "out").mkdir()
    beside = {name.upper(): str(folder.parent / f"{name}.jsonl") for name in ("theirs", "supposed")}
    places = {"DEAL": str(folder), "OUT": str(folder / "out"), **beside}
    ran = cli(*(_placed(word, places) for word in words))
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted((folder / "out").rglob("*.*"))}
    return _without_place(ran, folder), {
        name: raw.replace(str(folder).encode(), b"DEAL") for name, raw in written.items()
    }


def _placed(word: str, places: dict[str, str]) -> str:
    """A word of a command with the place that its first part stands for: `OUT/s.csv` is a file in the folder."""
    name, slash, rest = word.partition("/")
    return places.get(name, name) + slash + rest


def _without_place(ran: Ran, folder: Path) -> tuple[int, str, str]:
    return ran.code, ran.out.replace(str(folder), "DEAL"), ran.err.replace(str(folder), "DEAL")


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return load(TEXT)


def looked_at(chance: random.Random, folder: Path, brought: Path) -> tuple[str, ...]:
    """Something that a party may ask of the folder that it was given: commands that know no party.

    Args:
      chance: what draws it.
      folder: what it was given.
      brought: a folder with what the party has of its own: needs, supply, a log of placements, a record.
    """
    when = (START + timedelta(hours=chance.randrange(600))).isoformat()
    offer = chance.choice(OFFERS)
    asked = (
        "-w",
        chance.choice(["training", "serving"]),
        "-p",
        chance.choice(["rival", "halcyon-cloud"]),
        "--on",
        when,
    )
    name, shape = str(folder), chance.choice([(), ("--json",)])
    span = ("--on", when, "--needs", str(brought / "needs.yaml"), "--supply", str(brought / "supply.csv"))
    contract = ("--contract", f"k-{chance.randrange(40)}")
    wanted = (
        "-w",
        "training",
        "--quantity",
        "300",
        "--accelerator",
        "H100",
        "--from",
        "2025-07-01",
        "--to",
        "2025-12-31",
    )
    kinds: tuple[tuple[tuple[str, ...], ...], ...] = (
        (("decide", name, *asked, "--json"), ("decide", name, *asked, "--offer", offer), ("decide", name, *asked),
         ("decide", name, *asked, *contract, *shape)),
        (("route", name, *span, "--need", "train", *shape), ("route", name, *span, *wanted, *shape)),
        (("plan", name, *span, *shape),),
        (("audit", name, str(brought / "placed.csv"), *shape),
         ("audit", name, str(brought / "placed.csv"), "--known-at", when, "--out", str(folder / "judged.csv"))),
        (("record", "compare", name, str(brought / "theirs.jsonl"), "--on", when, *shape),),
        (("clock", name, "--on", when, *shape), ("offer", "list", name, "--on", when, *shape),
         ("offer", "show", name, offer, "--on", when, *shape)),
        (("record", "show", name, *shape), ("record", "verify", name, "--json")),
        (("settle", name, "--period", "2025-03", *shape), ("settle", "deltas", name, *shape),
         ("settle", "why", name, "fee-halcyon/2025-03/api/2025-03-03", *shape)),
        (("check", name, *shape), ("brief", name, "--on", when, "--html", str(folder / "brief.html")),
         ("brief", name, "--on", when, "--full")),
    )  # fmt: skip
    return chance.choice(chance.choice(kinds))


@pytest.mark.parametrize("seed", range(max(1, PAIRS // 3)))
def test_what_a_party_was_given_answers_as_if_nothing_had_been_left_out(
    seed: int, tmp_path: Path, cli: Cli, agreement: Agreement
) -> None:
    chance = random.Random(f"given {seed}")
    party = chance.choice(PARTIES[:2])
    whole = grown(happenings(chance))
    fewer = without(whole, {event for event in hidden(whole, view(whole, party, agreement)) if chance.random() < 0.7})
    found = list[object]()
    words = looked_at(chance, tmp_path / "out", tmp_path)
    supply = chance.choice(
        [SUPPLY, SUPPLY, SUPPLY.replace("USD,list,900,2025-03-01,0", "USD,offer:o-1,900,2025-03-01,0")]
    )
    own = {"needs.yaml": NEEDS, "supply.csv": supply, "placed.csv": PLACED, "theirs.jsonl": lines_of(whole)}
    for file, text in own.items():
        (tmp_path / file).write_text(text)
    for record in (whole, fewer):
        (folder := tmp_path / "deal").mkdir()
        (folder / "agreement.yaml").write_text(TEXT)
        (folder / "record.jsonl").write_text(lines_of(record))
        given = cli("record", "export", folder, "--as", party, "--to", tmp_path / "out")
        if words[0] == "settle":
            (tmp_path / "out" / "revenue").mkdir()
            (tmp_path / "out" / "revenue" / "lines.csv").write_text(LINES)
            (tmp_path / "out" / "revenue" / "mapping.yaml").write_text(MAPPING)
            take_in(tmp_path / "out", [tmp_path / "out" / "revenue" / "lines.csv"], START, False)
        ran = cli(*words)
        files = {path.name: path.read_bytes() for path in sorted((tmp_path / "out").rglob("*.*"))}
        found.append(((given.code, given.out, given.err), (ran.code, ran.out, ran.err), files))
        for made in (folder, tmp_path / "out"):
            shutil.rmtree(made)
    assert found[0] == found[1], words


@pytest.mark.parametrize("party", [*PARTIES, "grace"])
def test_a_view_of_a_view_is_that_view(party: str, agreement: Agreement) -> None:
    """What is supposed is supposed on a view, which the command looks at once more."""
    for seed in range(max(5, PAIRS // 10)):
        seen = view(grown(happenings(random.Random(f"twice {seed}"))), party, agreement)
        assert lines_of(view(seen, party, agreement)) == lines_of(seen), seed


@pytest.mark.parametrize("seed", range(PAIRS))
def test_what_a_party_may_not_see_changes_no_answer(seed: int, tmp_path: Path, cli: Cli, agreement: Agreement) -> None:
    chance = random.Random(seed)
    party = chance.choice(("halcyon", "iris", *PARTIES))
    whole = grown(happenings(chance))
    seen = view(whole, party, agreement)
    fewer = without(whole, {event for event in hidden(whole, seen) if chance.random() < 0.7})
    assert lines_of(view(fewer, party, agreement)) == lines_of(seen)
    (tmp_path / "theirs.jsonl").write_text(lines_of(fewer))
    words = asked(chance, party, whole, seen)
    (tmp_path / "supposed.jsonl").write_text(supposed(chance, whole) + "\n")
    one, other = (answered(cli, tmp_path / name, record, words) for name, record in (("a", whole), ("b", fewer)))
    assert one == other, words
    after = [read_record((tmp_path / name / "record.jsonl").read_bytes()) for name in ("a", "b")]
    assert lines_of(view(after[0], party, agreement)) == lines_of(view(after[1], party, agreement)), words
