"""How well a thing is known: the grade of a clause and of each of its fields.

A fact is `agreed` (the executed text says it), `stated` (a party said so in public), `reported`
(somebody else said so) or `assumed` (the author of the file supposes it). A clause without a basis
is its author's assumption.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    TypeAdapter,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticKnownError
from pydantic_core.core_schema import no_info_plain_validator_function

from firstcall.dates import DAY_EXAMPLE, WriteDay, parse_absolute, parse_day
from firstcall.said import Quoted, Said, Unreadable, sentence

Grade = Literal["agreed", "stated", "reported", "assumed"]
GRADES: tuple[Grade, ...] = get_args(Grade)  # from the best known to the least


class KindGiven(Said):
    says = sentence("value.kind", "{kind}")
    kind: Literal["nothing", "true", "false", "a list", "an empty list", "a mapping"]


class ValueGiven(Said):
    says = sentence("value.text", "{text}")
    text: Annotated[str, Quoted]


class NoDateThere(Said):
    says = sentence("value.no-date", "{given} stands where a date is wanted")
    given: Said


class Written(BaseModel):
    """What people write: every key known, nothing changed after reading.

    Keys that begin with `x-` are the author's own remarks, and are left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _without_remarks(cls, value: Any) -> Any:
        if isinstance(value, dict) and any(isinstance(key, str) and key.startswith("x-") for key in value):
            return {key: item for key, item in value.items() if not key.startswith("x-")}
        return value

    @classmethod
    def model_rebuild(cls, **how: Any) -> bool | None:
        """Make the model ready to read, the models of its fields before it: what several share is made once."""
        for field in cls.__pydantic_fields__.values():
            for model in _models_in(field.annotation):
                if not model.__pydantic_complete__:
                    model.model_rebuild()
        return super().model_rebuild(**how)


def _models_in(annotation: Any) -> Iterator[type[Written]]:
    """Yield the models in the type of a field that are needed whatever it says."""
    if isinstance(annotation, type) and issubclass(annotation, Written):
        yield annotation
    if get_origin(annotation) is Annotated and any(isinstance(part, ByType) for part in get_args(annotation)):
        return
    for part in get_args(annotation):
        yield from _models_in(part)


class ByType:
    """Reads one of several models by the `type` that stands there: only the kinds that a text has are made ready.

    It refuses what a union told apart by `type` refuses, with the same faults, and has its JSON Schema.

    Args:
      kinds: the models, each with one word for its `type`.
    """

    def __init__(self, kinds: tuple[type[Written], ...]) -> None:
        self.kinds = kinds
        self._named: Mapping[str, type[Written]] = {
            get_args(kind.__pydantic_fields__["type"].annotation)[0]: kind for kind in kinds
        }

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        union: Any = reduce(or_, self.kinds)
        told_apart = Annotated[union, Field(discriminator="type")]
        return handler(TypeAdapter[Any](told_apart).core_schema)

    def _read(self, value: object) -> Written:
        if isinstance(value, self.kinds):
            return value
        if not isinstance(value, dict):
            raise PydanticKnownError("model_attributes_type")
        if "type" not in value:
            raise PydanticKnownError("union_tag_not_found", {"discriminator": "'type'"})
        kind = value["type"]
        if not isinstance(kind, str) or kind not in self._named:
            expected = ", ".join(f"'{name}'" for name in self._named)
            raise PydanticKnownError(
                "union_tag_invalid", {"discriminator": "'type'", "tag": str(kind), "expected_tags": expected}
            )
        return self._named[kind].model_validate(value)


def _day(value: object) -> object:
    if isinstance(value, str):
        return parse_day(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise Unreadable(NoDateThere(given=kind_of(value)), WriteDay(example=DAY_EXAMPLE))


def _moment(value: object) -> object:
    if isinstance(value, str):
        return parse_absolute(value) if ":" in value else parse_day(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    return _day(value)


def kind_of(value: object) -> Said:
    """Return what a value is, in the words of the file: nothing, a list, a mapping, true, or its own text.

    >>> tuple(str(kind_of(value)) for value in (None, ["a"], True, "azur"))
    ('nothing', 'a list', 'true', "'azur'")
    """
    match value:
        case None:
            return KindGiven(kind="nothing")
        case bool():
            return KindGiven(kind="true" if value else "false")
        case list() | tuple():
            return KindGiven(kind="a list" if value else "an empty list")
        case dict():
            return KindGiven(kind="a mapping")
        case _:
            return ValueGiven(text=str(value))


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def _flag(value: object) -> object:
    return _FLAGS.get(value.lower(), value) if isinstance(value, str) else value


ID_PATTERN = r"^[a-zA-Z0-9][a-zA-Z0-9_.\-]{0,79}$"
DIGEST_PATTERN = r"^[0-9a-f]{64}$"
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[date | datetime, BeforeValidator(_moment)]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
TrueOrFalse = Annotated[bool, Strict(), BeforeValidator(_flag)]
"""True or false as people write it, yes or no too; `1`, `on` and `t` are refused, since nobody need mean either."""
Sources = Annotated[tuple[Id, ...], BeforeValidator(_listed)]


class Basis(Written):
    """Who says so: a grade, its sources, and the fields whose grade differs from the rest."""

    grade: Grade
    """The grade of everything the clause says, apart from the fields listed below."""
    source: Sources = ()
    """Ids of the document's sources."""
    attribution: Text | None = None
    """Who is said to have said it, for what is reported."""
    locator: Text | None = None
    """Where in the source: instrument, section, page."""
    note: Text | None = None
    """A remark of the author of the file."""
    agreed: tuple[str, ...] = ()
    """Paths of fields that the executed text gives."""
    stated: tuple[str, ...] = ()
    """Paths of fields that a party stated in public."""
    reported: tuple[str, ...] = ()
    """Paths of fields that somebody else reported."""
    assumed: tuple[str, ...] = ()
    """Paths of fields that the author of the file supposes."""

    def grade_of(self, path: str) -> Grade:
        """Return the grade of a field by its dotted path; a longer listed path speaks for its own part.

        >>> Basis(grade="stated", assumed=("tail",)).grade_of("tail.n")
        'assumed'
        """
        best, length = self.grade, -1
        for grade in GRADES:
            for listed in getattr(self, grade):
                if (path == listed or path.startswith(listed + ".")) and len(listed) > length:
                    best, length = grade, len(listed)
        return best

    def weakest_of(self, *paths: str) -> Grade:
        """Return the weakest grade of fields and of all that lies within them.

        >>> Basis(grade="stated", assumed=("when.since",)).weakest_of("amount", "when")
        'assumed'
        """
        within = (grade for grade, path in self.listed_paths() if path.startswith(tuple(f"{one}." for one in paths)))
        return weakest((*map(self.grade_of, paths), *within))

    def listed_paths(self) -> tuple[tuple[Grade, str], ...]:
        """Return every field path that carries its own grade."""
        return tuple((grade, path) for grade in GRADES for path in getattr(self, grade))


class NoBasisGiven(Said):
    says = sentence("terms.no-basis-given", "no basis is given in the file")


ASSUMED = Basis(grade="assumed", note=str(NoBasisGiven()))


class Source(Written):
    """Where a fact was read."""

    title: Text | None = None
    """What it is called."""
    publisher: Text | None = None
    """Who published it."""
    date: Moment | None = None
    """When it was published."""
    url: Text | None = None
    """Where it can be read."""
    language: Annotated[str, Field(max_length=20)] | None = None
    """The language of the text, such as id or es."""
    instrument: Text | None = None
    """For an executed text: which instrument."""
    note: Text | None = None
    """A remark of the author of the file."""


def weakest(grades: tuple[Grade, ...]) -> Grade:
    """Return the least well known of some grades; agreed when there is none."""
    return max(grades, key=GRADES.index, default="agreed")
