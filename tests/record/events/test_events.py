from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from firstcall.agreement.read.plain_text import NO_TEXT
from firstcall.errors import Place
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS, ContractSigned, Event
from firstcall.record.journal.journal import Record, append, read_record
from firstcall.record.journal.streams import parse_line

EVENT: TypeAdapter[EventBase] = TypeAdapter(Event)

IDS = st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{0,11}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8").filter(lambda one: not NO_TEXT.match(one)), min_size=1, max_size=20)
EXACT = st.decimals("0.000001", "1000000", places=6).map(lambda number: format(number, "f"))
DAYS = st.dates().filter(lambda day: 1900 <= day.year <= 2999).map(str)
INSTANTS = st.builds(
    lambda day, hour, offset: f"{day}T{hour:02}:30:00{offset}",
    st.dates().filter(lambda day: 1901 <= day.year <= 2998),
    st.integers(0, 23),
    st.sampled_from(["Z", "-08:00", "+07:00"]),
)
LISTS = st.lists(IDS, min_size=1, max_size=3, unique=True)
FIELDS: Mapping[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(
        ("offer", "clause", "consent", "contract", "determination", "statement", "model", "site", "of", "event"), IDS
    ),
    **dict.fromkeys(("point", "alternative", "version", "provider", "unit", "reason", "title", "period"), IDS),
    **dict.fromkeys(("measure", "occurrence"), IDS),
    **dict.fromkeys(("clauses", "workloads", "ratifies", "missing", "models"), LISTS),
    **dict.fromkeys(("quantity", "amount"), EXACT),
    **dict.fromkeys(("since", "needed_by"), DAYS),
    **dict.fromkeys(("delivered", "known_at"), INSTANTS),
    **dict.fromkeys(("terms", "dimensions"), st.dictionaries(IDS, IDS, max_size=3)),
    "amounts": st.dictionaries(st.sampled_from(["USD", "EUR"]), EXACT, min_size=1),
    "currency": st.sampled_from(["USD", "EUR"]),
    "digest": st.just("0" * 64),
    "hours": st.dictionaries(IDS, EXACT, min_size=1, max_size=3),
    "mode": st.sampled_from(["holder", "third_party", "own_build", "built_for_grantor"]),
    "note": TEXTS,
    "reasons": st.just(["cannot"]),
    "signatory": TEXTS,
    "to": st.sampled_from(["sign", "deliver"]),
    "tranches": st.lists(
        st.fixed_dictionaries({"id": IDS, "quantity": EXACT}), min_size=1, max_size=3, unique_by=lambda t: t["id"]
    ),
}
LATER = {
    "mix-reported": {"until": "2999-12-31"},
    "quantity-reported": {"until": "2999-12-31"},
    "consent-given": {"provider": "p"},
}
KINDS = sorted(EVENT_KINDS.keys() - {"correction"})


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    """What somebody enters: any kind of event, with its required fields and some of the others."""
    kind = draw(st.sampled_from(KINDS))
    fields = {"id": draw(IDS), "type": kind, "by": draw(IDS), "entered_by": draw(TEXTS)}
    fields |= {"at": draw(INSTANTS), "recorded": draw(INSTANTS)}
    for name, info in EVENT_KINDS[kind].model_fields.items():
        if name in FIELDS and name not in fields and (info.is_required() or draw(st.booleans())):
            fields[name] = draw(FIELDS[name])
    if kind == "waiver-given":
        fields.pop("contract" if "offer" in fields else "offer", None)
        fields.setdefault("offer" if "contract" not in fields else "contract", draw(IDS))
    if kind == "determination-declared":
        fields.pop("currency", None)
    return fields | LATER.get(kind, {})


@given(drafts())
def test_what_is_entered_is_read_back(fields: dict[str, Any]) -> None:
    record, line = append(Record(), fields)
    (entered,) = record.events
    (read,) = read_record(line.encode()).events
    assert read == entered == parse_line(line, Place("r", 1)) and type(read) is EVENT_KINDS[fields["type"]]
    again = EVENT.validate_python(read.model_dump(mode="json"))
    assert again == read


@pytest.mark.parametrize("kind", sorted(EVENT_KINDS))
def test_every_required_field_of_every_kind_is_tried(kind: str) -> None:
    required = {name for name, info in EVENT_KINDS[kind].model_fields.items() if info.is_required()}
    known = {"id", "type", "stream", "seq", "hash", "at", "recorded", "by", "entered_by", "until", *FIELDS}
    assert required <= known


def test_kinds_are_named_as_they_are_written() -> None:
    assert all(
        kind == kind.lower() and " " not in kind and issubclass(model, EventBase) for kind, model in EVENT_KINDS.items()
    )
    assert {"offer-received", "consent-given", "contract-signed", "mix-reported", "correction", "context"} <= set(
        EVENT_KINDS
    )


HEAD = {"id": "e", "stream": "s", "seq": 1, "hash": "0" * 64, "by": "b", "entered_by": "x"}
HEAD |= {"at": "2025-01-01T00:00:00Z", "recorded": "2025-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"type": "consent-given", "consent": "c", "clauses": ["x"]},
            "a consent names what it covers; give a provider",
        ),
        ({"type": "consent-given", "consent": "c", "clauses": [], "provider": "p"}, "at least 1"),
        ({"type": "contract-signed", "contract": "c", "provider": "p", "tranches": []}, "at least one tranche"),
        (
            {"type": "contract-signed", "contract": "c", "provider": "p", "tranches": [{"id": "1"}, {"id": "1"}]},
            "its own id; number them",
        ),
        (
            {"type": "contract-signed", "contract": "c", "provider": "p", "tranches": [{"quantity": "0"}]},
            "greater than 0",
        ),
        (
            {"type": "mix-reported", "since": "2025-02-01", "until": "2025-01-31", "hours": {"w": "1"}},
            "ends on 2025-01-31, before it begins",
        ),
        ({"type": "mix-reported", "since": "2025-02-01", "until": "2025-02-01", "hours": {}}, "at least 1"),
        (
            {"type": "mix-reported", "since": "2025-02-01", "until": "2025-02-01", "hours": {"w": "-1"}},
            "greater than or equal to 0",
        ),
        ({"type": "correction", "of": "a"}, "a correction sets fields or voids the event; give one of the two"),
        ({"type": "correction", "of": "a", "void": True, "set": {"note": "x"}}, "give one of the two"),
        (
            {"type": "correction", "of": "a", "set": {"recorded": "x", "id": "y"}},
            "a correction cannot set id, recorded; void the event",
        ),
        ({"type": "waiver-given"}, "a waiver names an offer or a contract; give one of the two"),
        ({"type": "context"}, "Field required"),
    ],
)
def test_what_an_event_cannot_say(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        EVENT.validate_python(HEAD | fields)
    assert words in str(refused.value)


def test_a_contract_has_one_tranche_unless_it_says_more() -> None:
    contract = EVENT.validate_python(HEAD | {"type": "contract-signed", "contract": "c", "provider": "p"})
    assert isinstance(contract, ContractSigned) and [tranche.id for tranche in contract.tranches] == ["1"]
