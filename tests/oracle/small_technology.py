"""Small agreements on technology and their records, drawn at random."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from tests.oracle.technology import Licensing, Use

from firstcall.record.journal.journal import Record, append

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = st.integers(0, 11)


def day(number: int) -> datetime:
    """Days of the small agreements are three weeks apart, so that spans meet them at both ends."""
    return FIRST + timedelta(days=21 * number)


def words(number: int) -> str:
    return day(number).date().isoformat()


def some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def maybe(strategy: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(st.just({}), strategy.map(lambda value: {key: value}))


def merged(*parts: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        found |= part
    return found


LATER = st.integers(5, 8)
UNTIL = st.one_of(
    LATER.map(words),
    st.builds(
        merged,
        st.just({"determination": "agi"}),
        maybe(some("declared", "verified", "determined"), "state"),
        maybe(LATER.map(words), "or_date"),
    ),
)
KINDS = some(["models"], ["research"], ["models", "research"])
PRODUCTS = some(["shop"], ["api"], ["shop", "api"])


def licence(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        merged,
        st.just({"id": name, "type": "licence"}),
        st.fixed_dictionaries({"licensor": some("ada", "ada", "ada", "bob"), "licensee": some("bob", "bob", "cyd")}),
        maybe(some(True, False), "exclusive"),
        maybe(some(True, True, False), "affiliates"),
        maybe(some(True, False, "with_consent", "with_consent"), "sublicensable"),
        maybe(KINDS, "ip"),
        maybe(PRODUCTS, "products"),
        maybe(st.integers(0, 4).map(words), "since"),
        maybe(UNTIL, "until"),
    )


def ban(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        merged,
        st.just({"id": name, "type": "prohibition"}),
        st.fixed_dictionaries({"acts": some(["use"], ["license"], ["use", "license"], ["license", "assign"])}),
        maybe(some(["ada"], ["bob"], ["cyd", "bob"]), "binds"),
        maybe(KINDS, "ip"),
        maybe(PRODUCTS, "products"),
        maybe(some(["bob"], ["cyd"]), "to"),
        maybe(some([{"to": ["cyd"]}], [{"products": ["api"], "to": ["bob"]}], [{"ip": ["research"]}]), "except"),
        maybe(st.integers(0, 4).map(words), "since"),
        maybe(LATER.map(words), "until"),
    )


def escape(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        merged,
        st.just({"id": name, "type": "escape", "determination": "agi"}),
        st.fixed_dictionaries({"licences": some(["use-1"], ["use-1"], ["use-1", "use-2"])}),
        maybe(some("declared", "verified", "determined"), "state"),
        maybe(some("at_option", "automatic"), "exercise"),
        maybe(some("all", "listed"), "models"),
    )


MEASURES = st.lists(
    st.builds(
        merged,
        st.fixed_dictionaries({"measure": some("capability", "realised"), "of": some("profit", "revenue")}),
        st.one_of(
            maybe(some({"amount": "100", "currency": "USD"}), "more_than"),
            maybe(some({"amount": "50", "currency": "USD"}, {"amount": "50", "currency": "EUR"}), "at_least"),
        ),
    ),
    min_size=1,
    max_size=2,
)
AGI = st.builds(
    merged,
    st.fixed_dictionaries({"declared_by": some("ada", "ada", "bob"), "verified_by": some(None, "panel", "bob")}),
    maybe(st.builds(lambda how, measures: {how: measures}, some("all", "any"), MEASURES), "test"),
)
PATCHES = some(
    ("use-1", {"exclusive": True}),
    ("use-1", {"exclusive": False}),
    ("use-1", {"affiliates": True}),
    ("use-1", {"sublicensable": "with_consent"}),
    ("use-1", {"sublicensable": False}),
    ("use-1", {"products": ["api"]}),
    ("use-1", {"licensee": "cyd"}),
    ("use-2", {"ip": ["research"]}),
    ("use-1", {"until": words(5)}),
    ("use-1", {"until": {"determination": "agi", "state": "declared"}}),
    ("out-1", {"exercise": "automatic"}),
    ("out-1", {"models": "listed"}),
    ("out-1", {"state": "declared"}),
    ("term", {"until": words(4)}),
    ("term", {"survives": ["use-1"]}),
)


def point(name: str) -> st.SearchStrategy[dict[str, Any]]:
    patches = st.lists(PATCHES, min_size=1, max_size=2)
    alternatives = st.lists(patches, min_size=1, max_size=2)
    return alternatives.map(
        lambda found: {
            "id": name,
            "about": "what do the words mean?",
            "base": "plain",
            "alternatives": {
                "plain": [],
                **{
                    f"way-{number}": [{"clause": clause, "set": change} for clause, change in one]
                    for number, one in enumerate(found)
                },
            },
        }
    )


def let_by_consent(clause: dict[str, Any]) -> dict[str, Any]:
    """The licence that a consent lets be licensed on, saying so."""
    return {**clause, "sublicensable": "with_consent"} if clause["id"] == "use-1" else clause


def bob(group: list[str]) -> dict[str, Any]:
    return {"name": "Bob", "role": "holder", "affiliates": [{"name": name} for name in group]}


AMENDMENT = st.builds(
    merged,
    st.fixed_dictionaries({"effective": DAYS.map(words)}),
    maybe(st.lists(licence("use-1"), min_size=1, max_size=1), "replace"),
    maybe(some("use-1", "use-2", "out-1", "out-2"), "remove"),
    maybe(
        st.one_of(
            AGI.map(lambda agi: {"determinations": {"agi": agi}}),
            some(["dot"], ["eve"], []).map(lambda group: {"parties": {"bob": bob(group)}}),
        ),
        "redefine",
    ),
)


def document(clauses: list[dict[str, Any]], agi: dict[str, Any], amendments: list[dict[str, Any]],
             points: list[dict[str, Any]], term: dict[str, Any]) -> dict[str, Any]:  # fmt: skip
    changes = []
    if any(clause["id"] == "let" for clause in clauses):
        clauses = [let_by_consent(clause) for clause in clauses]
        amendments = [{**one, "replace": list(map(let_by_consent, one.get("replace", [])))} for one in amendments]
    here = {clause["id"]: clause for clause in clauses}
    for number, change in enumerate(amendments, 1):
        gone = {name for name in here if name == change.get("remove")}
        if "use-1" in gone:
            gone |= {"out-1", "out-2", "let"} & set(here)
        if "use-2" in gone:
            gone |= {name for name, clause in here.items() if "use-2" in clause.get("licences", ())}
        kept = [clause for clause in change.get("replace", []) if clause["id"] in here and clause["id"] not in gone]
        here = {name: clause for name, clause in here.items() if name not in gone}
        own = {"id": f"change-{number}", "signed": words(3 * number), "remove": sorted(gone), "replace": kept}
        changes.append({**change, **own})
    return {
        "schema": "firstcall/agreement/1",
        "id": "small",
        "title": "A small agreement",
        "timezone": "UTC",
        "parties": {
            "ada": {"name": "Ada", "role": "grantor"},
            "bob": bob(["dot", "eve"]),
            "cyd": {"name": "Cyd", "role": "other", "affiliates": [{"name": "eve"}]},
            "panel": {"name": "Panel", "role": "other"},
        },
        "definitions": {
            "workloads": ["work"],
            "products": ["shop", "api"],
            "ip": ["models", "research"],
            "determinations": {"agi": agi},
        },
        "effective": words(0),
        "clauses": [*clauses, {"id": "term", "type": "term", "until": words(9), **term}]
        if term["survives"]
        else clauses,
        "amendments": changes,
        "readings": points,
    }


AGREEMENTS = st.builds(
    document,
    st.builds(
        lambda *found: [clause for clause in found if clause is not None],
        licence("use-1"),
        licence("use-2"),
        escape("out-1"),
        st.none() | escape("out-2"),
        st.none() | ban("ban-1"),
        st.none() | st.just({"id": "leave", "type": "consent", "by": "bob", "lifts": ["ban-1"], "covers": "party"}),
        st.none() | st.just({"id": "let", "type": "consent", "by": "ada", "lifts": ["use-1"], "covers": "party"}),
    ),
    AGI,
    st.lists(AMENDMENT, max_size=2),
    st.builds(lambda count, one, two: [one, two][:count], some(0, 0, 1, 2), point("first"), point("second")),
    st.fixed_dictionaries({"survives": some([], ["use-1"], ["use-1", "out-1"])}),
)

YES = st.just("yes")
CONSENTS = st.fixed_dictionaries({
    "type": st.just("consent-given"), "by": some("bob", "bob", "ada"), "consent": YES,
    "clauses": some(["ban-1"], ["use-1"]), "party": some("bob", "cyd", "dot"),
})  # fmt: skip
EVENTS = st.lists(
    st.one_of(
        st.builds(
            merged,
            st.fixed_dictionaries({"type": st.just("determination-declared"), "by": some("ada", "ada", "bob", "cyd")}),
            st.one_of(
                st.just({}),
                st.builds(
                    merged,
                    st.fixed_dictionaries({"figure": some("50", "100", "100.01"), "currency": some("USD", "EUR")}),
                    maybe(some("profit", "revenue"), "of"),
                ),
            ),
        ),
        CONSENTS,
        st.fixed_dictionaries({"type": st.just("consent-revoked"), "by": some("bob", "ada"), "consent": YES}),
        st.fixed_dictionaries({"type": st.just("determination-verified"), "by": some("panel", "bob", "ada")}),
        st.fixed_dictionaries({"type": st.just("determination-disputed"), "by": some("bob", "ada")}),
        st.fixed_dictionaries({"type": st.just("determination-reversed"), "by": some("panel", "ada", "cyd", "court")}),
        st.builds(
            merged,
            st.fixed_dictionaries({"type": st.just("escape-exercised"), "by": some("ada", "ada", "ada", "cyd")}),
            maybe(some("out-1", "out-2"), "clause"),
            maybe(some(["m-1"], ["m-1", "m-2"]), "models"),
        ),
        st.fixed_dictionaries({"type": st.just("interpretation"), "by": st.just("ada"),
                               "point": some("first", "second"), "alternative": some("plain", "way-0"),
                               "relates_back": some(True, False)}),
    ),
    max_size=6,
)  # fmt: skip
TIMES = st.lists(st.tuples(DAYS, st.integers(0, 3)), min_size=6, max_size=6)


def record_of(events: list[dict[str, Any]]) -> tuple[Record, list[dict[str, Any]]]:
    """A record with the events, entered in the order of their entry, and its lines."""
    record, lines = Record(), []
    for fields in sorted(events, key=lambda event: str(event["recorded"])):
        record, line = append(record, fields)
        lines.append(json.loads(line))
    return record, lines


def timed(events: list[dict[str, Any]], times: list[tuple[int, int]], points: set[str]) -> list[dict[str, Any]]:
    found = []
    for number, (event, (at, late)) in enumerate(zip(events, times, strict=False)):
        if event["type"] == "interpretation" and event["point"] not in points:
            continue
        own = {"determination": "agi"} if event["type"].startswith("determination") else {}
        when = {"at": day(at).isoformat(), "recorded": day(at + late).isoformat()}
        found.append({"id": f"event-{number}", "entered_by": "clerk", **when, **own, **event})
    models = [("m-1", 1), ("m-2", 6)]
    for name, at in models:
        when = {"at": day(at).isoformat(), "recorded": FIRST.isoformat()}
        found.append({"id": name, "type": "model-developed", "model": name, "by": "ada", "entered_by": "c", **when})
    return found


QUESTIONS = st.one_of(
    st.builds(Use, some("bob", "bob", "cyd", "ada", "dot", "eve", "stranger"), some("shop", "api"),
              some("models", "models", "research"), some(None, "m-1", "m-2")),
    st.builds(Use, some("bob", "cyd"), some("shop", "api"), st.just("models"), st.none(), DAYS.map(day)),
    st.builds(Licensing, some("bob", "cyd", "ada", "dot", "stranger"), some("shop", "api"), some("models", "research"),
              some(None, None, "bob", "bob", "cyd", "dot", "ada")),
)  # fmt: skip
