"""The flags of `record add`: one command for each kind of event, made from its model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

import click
from pydantic.fields import FieldInfo

from firstcall.agreement.document import Agreement
from firstcall.agreement.read.schema import field_docs
from firstcall.dates import zone
from firstcall.errors import IsEmpty, QuestionError, WriteIt, near_or_listed
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS, Tranche
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.plain_files import read_file

ENVELOPE = {"id", "type", "stream", "seq", "prev", "hash", "at", "recorded", "by", "entered_by", "signatory",
            "evidence", "basis", "note", "out_of_turn", "key"}  # fmt: skip


def payload(kind: type[EventBase]) -> dict[str, FieldInfo]:
    """Return the fields that are an event's own."""
    return {name: info for name, info in kind.model_fields.items() if name not in ENVELOPE}


def payload_options(kind: type[EventBase]) -> Iterable[click.Option]:
    """Yield an option for each field of an event; lists and pairs may be repeated."""
    for name, info in payload(kind).items():
        shape = shape_of(info)
        about = field_docs(kind).get(name, "")
        hints = {
            "list": "repeat, or use commas",
            "pairs": "NAME=VALUE, repeat",
            "tranches": "id=1,quantity=10,unit=MW,workloads=training+research,until=2029-12-31; repeat",
            "instant": "a day or time",
            "day": "YYYY-MM-DD",
        }
        hint = hints.get(shape, "")
        text = f"{about} [{hint}]" if about and hint else about or hint
        yield click.Option(
            [f"--{_flag(name)}", name],
            multiple=shape in ("list", "pairs", "tranches"),
            is_flag=shape == "flag",
            required=info.is_required() and shape != "flag",
            help=text or None,
            metavar=None if shape == "flag" else name.upper().rstrip("S") if shape == "list" else name.upper(),
        )


def _flag(name: str) -> str:
    return {"tranches": "tranche", "dimensions": "scope", "terms": "term"}.get(name, name.replace("_", "-"))


def shape_of(info: FieldInfo) -> str:
    """Return how a field is given on a command line."""
    kinds = set(_plain(info.annotation))
    names = {getattr(kind, "__name__", "") for kind in kinds}
    if "Tranche" in names:
        return "tranches"
    if any(get_origin(kind) is dict for kind in kinds):
        return "pairs"
    if any(get_origin(kind) is tuple for kind in kinds):
        return "list"
    if bool in kinds:
        return "flag"
    if datetime in kinds:
        return "instant"
    if date in kinds:
        return "day"
    return "number" if Decimal in kinds else "text"


def _plain(kind: Any) -> Iterable[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _plain(get_args(kind)[0])
    elif origin is Union or str(origin) == "<class 'types.UnionType'>":
        for option in get_args(kind):
            yield from _plain(option)
    elif origin is tuple:
        yield kind
        yield from _plain(get_args(kind)[0])
    else:
        yield kind


def payload_of(kind: type[EventBase], given: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """Return the payload that flags say, as it stands on the line."""
    found: dict[str, Any] = {}
    for name, info in payload(kind).items():
        value = given.get(name)
        if value in (None, (), False):
            continue
        found[name] = _value(shape_of(info), name, value, agreement)
    return found


def _value(shape: str, name: str, value: Any, agreement: Agreement) -> Any:
    flag = f"--{_flag(name)}"
    match shape:
        case "list":
            return list(options.words_of(tuple(value)))
        case "pairs":
            given = options.pairs(tuple(value), flag)
            return {key: _corrected(key, item, agreement) for key, item in given.items()} if name == "set" else given
        case "tranches":
            return [_tranche(text) for text in value]
        case "instant":
            return local_text(options.instant_of(value, agreement, flag), agreement)
        case "number":
            return options.plain_digits(value, flag)
        case _:
            return value


class NotJson(Said):
    says = sentence("entry.not-json", "{flag}: {given} is not JSON")
    flag: str
    given: str


class QuoteAsJson(Said):
    says = sentence("entry.quote-as-json", "quote it as JSON, or give plain text")


class NotInTranche(Said):
    says = sentence("entry.not-in-tranche", "{flag}: there is no {name} in a tranche")
    flag: str
    name: Annotated[str, Quoted]


def _corrected(field: str, text: str, agreement: Agreement) -> Any:
    """Read a corrected value as the flag of its field does: an instant without an offset in the agreement's zone."""
    if field in _INSTANTS and text != "null":
        return local_text(options.instant_of(text, agreement, f"--set {field}"), agreement)
    return _json_or_text(text)


_INSTANTS = {"at", *(name for kind in EVENT_KINDS.values() for name, info in payload(kind).items()
                     if shape_of(info) == "instant")}  # fmt: skip
"""The fields of events that name an instant."""


def _json_or_text(text: str) -> Any:
    """Read a corrected value: lists and mappings as JSON, everything else as text."""
    if text[:1] in "[{" or text in ("true", "false", "null"):
        try:
            return json.loads(text)
        except ValueError as error:
            raise QuestionError(NotJson(flag="--set", given=text), fix=QuoteAsJson()) from error
    return text


def _tranche(text: str) -> dict[str, Any]:
    given = options.pairs(tuple(part for part in text.split(",") if part), "--tranche")
    known = [name for name in Tranche.model_fields if name != "dimensions"]
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name == "workloads":
            found[name] = value.split("+")
        elif name.startswith("scope."):
            found.setdefault("dimensions", {})[name.removeprefix("scope.")] = value
        elif name in known:
            found[name] = value
        else:
            near = near_or_listed(name, [*known, "scope.NAME"])
            raise QuestionError(NotInTranche(flag="--tranche", name=name), fix=near)
    if not found:
        raise QuestionError(IsEmpty(what="--tranche"), fix=WriteIt(what="--tranche id=1,quantity=10,unit=MW"))
    return found


def local_text(at: datetime, agreement: Agreement) -> str:
    """Return an instant as the record keeps it: with the offset of the agreement's zone."""
    return at.astimezone(zone(agreement.timezone)).isoformat()


def evidence_of(file: Path) -> dict[str, str]:
    """Return a file's name and SHA-256.

    Raises:
      NotFound: there is no such file.
      RecordError: it is too long.
      MachineError: the machine does not let it be read.
    """
    return {"file": file.name, "sha256": hashlib.sha256(read_file(file, "evidence")).hexdigest()}
