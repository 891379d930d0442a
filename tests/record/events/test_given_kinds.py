"""Each field of each kind of event takes what its type says, and nothing that could be read as that with good will."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel, ValidationError

from firstcall.agreement.model.basis import Day, Id, Sources, Text, Written
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.determinations import IsoCurrency
from firstcall.agreement.model.exact import Exact
from firstcall.record.events.entry import Digest, Flag, Instant, Quantity
from firstcall.record.events.kinds import EVENT_KINDS, ListNumber
from firstcall.record.events.plain import plain_event

DAY, MOMENT = "2025-03-01", "2025-03-01T00:00:00Z"
GIVEN: tuple[Any, ...] = (
    True, False, None, 0, 1, -1, 2, 7, 10**30, 0.0, 1.0, 1.5, float("nan"),
    "", " ", "yes", "no", "on", "off", "y", "t", "true", "True", "false", "null", "0", "1", "-1", "+1", "1.0", "1.50",
    "1,5", "1_000", "1e3", " 1", "1 ", "1\n", "\u0661", "0x1", "NaN", "Infinity", "a", "a\n", "a b", "USD", "usd",
    DAY, f"{DAY}\n", "2025-3-1", "01/03/2025", "20250301", MOMENT, "2025-03-01T00:00:00", "2025-03-01 00:00Z",
    "2025-03-01T00:00:00.5+07:00", "1740787200", 1740787200, "PT1H", "0" * 64, "A" * 64, "x" * 4001,
    "agreed", "third_party", "written", "sign", "agreement", "force_majeure", "cannot",
    [], {}, ["a"], ["a", 1], [True], [""], ["written"], "a,b", {"a": "b"}, {"a": 1}, {"a": True}, {"a": "1"},
    {"a": 1.5}, {"a": None}, {"a b": "b"}, [["a", "b"]], [{"id": "1"}], [{"id": 1}], [{"quantity": "1"}],
    [{"quantity": 1.0}], [{"quantity": True}], [{"workloads": "a"}], [{"since": DAY}], [{"since": 0}], [{}], [None],
    {"grade": "agreed"}, {"grade": "agreed", "source": "s"}, {"grade": "agreed", "source": ["s"]}, {"grade": True},
    {"grade": "agreed", "agreed": "note"}, {"grade": "agreed", "agreed": ["note"]},
    {"file": "f", "sha256": "0" * 64}, {"file": 1, "sha256": "0" * 64},
)  # fmt: skip
"""What may stand in a line of JSON or a what-if in YAML, and what somebody might mistake for another thing."""

Takes = Callable[[Any], bool]


def text(given: Any, pattern: str = r"[\s\S]{1,4000}") -> bool:
    return isinstance(given, str) and re.fullmatch(pattern, given) is not None


def amount(given: Any) -> bool:
    return (type(given) is int and abs(given) < 10**24) or text(given, r"[+-]?[0-9]{1,24}(\.[0-9]{1,18})?")


def day(given: Any) -> bool:
    try:
        return text(given, r"\d{4}-\d\d-\d\d") and bool(date.fromisoformat(given))
    except ValueError:
        return False


def moment(given: Any) -> bool:
    if not text(given, r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)"):
        return False
    return datetime.fromisoformat(given).tzinfo is not None


def identifier(given: Any) -> bool:
    return text(given, r"[a-zA-Z0-9][a-zA-Z0-9_.\-]{0,79}")


def names(given: Any) -> bool:
    return identifier(given) or (type(given) is list and all(map(identifier, given)))


PLAINLY: tuple[tuple[Any, Takes], ...] = (
    (Flag, lambda given: given is True or given is False),
    (Id, identifier),
    (Text, text),
    (str, lambda given: isinstance(given, str)),
    (Ids, names),
    (Sources, names),
    (Digest, lambda given: text(given, "[0-9a-f]{64}")),
    (Day, day),
    (Instant, moment),
    (Exact, amount),
    (Quantity, lambda given: amount(given) and float(given) > 0),
    (IsoCurrency, lambda given: given == "USD"),
    (ListNumber, lambda given: type(given) is int and given in (1, 2)),
    (Any, lambda given: True),
)


def takes(hint: Any) -> Takes:
    """What a field of a type takes, told from the type alone and not by the model's own means."""
    for known, takes_it in PLAINLY:
        if known == hint:
            return takes_it
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        each = [takes(part) for part in parts]
        return lambda given: any(one(given) for one in each)
    if hint is NoneType:
        return lambda given: given is None
    if origin is Literal:
        return lambda given: any(type(given) is type(one) and given == one for one in parts)
    if origin is tuple:
        inner = takes(parts[0])
        return lambda given: type(given) is list and all(map(inner, given))
    if origin is dict:
        key, value = map(takes, parts)
        return lambda given: type(given) is dict and all(key(k) and value(v) for k, v in given.items())
    if origin is Annotated and parts[0] is Decimal:  # an exact amount with a least, such as hours of use
        return lambda given: amount(given) and float(given) >= 0
    assert isinstance(hint, type) and issubclass(hint, Written), f"say what is taken for {hint}"
    return lambda given: type(given) is dict and not set(refused(hint, given))


def refused(model: type[BaseModel], given: dict[str, Any]) -> Iterator[str]:
    """The fields that a mapping gives wrongly, lacks, or has too many, by the types alone."""
    hints = get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        if name not in given:
            yield from [name] * info.is_required()
        elif not takes(hints[name])(given[name]):
            yield name
    yield from (name for name in given if name not in model.model_fields)


FIELDS = [(kind, name) for kind, model in sorted(EVENT_KINDS.items()) for name in model.model_fields if name != "type"]


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_a_field_takes_what_its_type_says_and_nothing_else(kind: str, name: str) -> None:
    model = EVENT_KINDS[kind]
    field, hint = model.model_fields[name], get_type_hints(model, include_extras=True)[name]
    least = 1 if any(getattr(mark, "min_length", None) for mark in field.metadata) else 0
    head = {"id": "e", "type": kind, "stream": "s", "seq": 1, "hash": "0" * 64, "by": "b", "entered_by": "x",
            "at": MOMENT, "recorded": MOMENT}  # fmt: skip
    for given in GIVEN:
        wanted = type(given) is int and given >= 1 if name == "seq" else takes(hint)(given)
        if least and given in ([], {}):
            wanted = False
        data = head | {name: given}
        try:
            model.model_validate(data)
            found = True
        except ValidationError as error:
            found = name not in {detail["loc"][0] for detail in error.errors() if detail["loc"]}
        assert found == wanted, (kind, name, given)
        assert wanted or plain_event(data) is None, (kind, name, given)
