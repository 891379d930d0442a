"""What stands in a document and should not, as facts: keys, values and names, and what is wanted instead."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from firstcall.errors import Thing
from firstcall.said import Quoted, Said, sentence

WantedKind = Literal[
    "text", "a list", "a mapping", "true or false", "a whole number", "a decimal number", "some text",
    "a date YYYY-MM-DD", "a time of day HH:MM", "at least one value",
]  # fmt: skip


class KeyMissing(Said):
    says = sentence("agreement.key-missing", "the key {key} is missing")
    key: Annotated[str, Quoted]


class AddKey(Said):
    says = sentence("agreement.add-key", "add `{key}:` here")
    key: str


class UnknownKey(Said):
    says = sentence("agreement.unknown-key", "unknown key {key}")
    key: Annotated[str, Quoted]


class UnknownClauseType(Said):
    says = sentence("agreement.unknown-clause-type", "unknown clause type {given}")
    given: Annotated[str, Quoted]


class NoValueOf(Said):
    says = sentence("value.no-value-of", "{given} is not a value of {field}")
    given: Said
    field: Annotated[str, Quoted]


class TheDocument(Said):
    says = sentence("agreement.the-document", "the document")


class WrongAt(Said):
    says = sentence("value.wrong-at", "{key}: {what}")
    key: Said | str
    what: Said


class WrongInItem(Said):
    says = sentence("value.wrong-in-item", "an item of {key}: {what}")
    key: str
    what: Said


class NoneOfItsValues(Said):
    says = sentence("value.none-of-its-values", "{given} is not one of its values")
    given: Said


class NotOfForm(Said):
    says = sentence("value.not-of-form", "{given} is not of the form that is wanted")
    given: Said


class CheckSchema(Said):
    says = sentence("value.check-schema", "check the value against the schema")


class NoId(Said):
    says = sentence("value.no-id", "{given} is not an id")
    given: Said


class WriteId(Said):
    says = sentence(
        "value.write-id", "use letters, digits, '-', '_' and '.', start with a letter or digit, and stay within 80"
    )


class NoDigest(Said):
    says = sentence("value.no-digest", "{given} is not a SHA-256")
    given: Said


class WriteDigest(Said):
    says = sentence("value.write-digest", "write its 64 digits, with a to f in lower case")


class KindWanted(Said):
    says = sentence("value.kind-wanted", "{kind}")
    kind: WantedKind


class ListOfAtMost(Said):
    says = sentence("value.list-of-at-most", "a list of at most {most}")
    most: int


class TextOfAtMost(Said):
    says = sentence("value.text-of-at-most", "a shorter text (at most {most} characters)")
    most: int


class NumberOver(Said):
    says = sentence("value.number-over", "a number over {bound}")
    bound: Decimal


class NumberFrom(Said):
    says = sentence("value.number-from", "a number from {bound} on")
    bound: Decimal


class NumberUnder(Said):
    says = sentence("value.number-under", "a number under {bound}")
    bound: Decimal


class NumberUpTo(Said):
    says = sentence("value.number-up-to", "a number up to {bound}")
    bound: Decimal


class StandsWhere(Said):
    says = sentence("value.stands-where", "{given} stands where {wanted} is wanted")
    given: Said
    wanted: Said


class SaidOfValue(Said):
    says = sentence("value.said-of", "{given}: {what}")
    given: Said
    what: str


class WriteList(Said):
    says = sentence("value.write-list", "write [a, b], or one value a line after '- '")


class WriteMapping(Said):
    says = sentence("value.write-mapping", "write keys with their values: {{key: value}}")


class WriteText(Said):
    says = sentence("value.write-text", "write one text, in quotes if it holds signs such as : or [")


class ListOne(Said):
    says = sentence("value.list-one", "list at least one")


class WriteSomeText(Said):
    says = sentence("value.write-some-text", "write some text, or leave the key out")


class WriteWanted(Said):
    says = sentence("value.write-wanted", "write {wanted}")
    wanted: Said


class NamedAndRemoved(Said):
    says = sentence("agreement.named-and-removed", "clause {clause} is named here, but {version} removed it")
    clause: Annotated[str, Quoted]
    version: str


class ReplaceThereToo(Said):
    says = sentence("agreement.replace-there-too", "replace this clause there too")


class ValueOfDimension(Said):
    says = sentence("agreement.value-of-dimension", "value of {dimension}")
    dimension: str


class UnknownValue(Said):
    says = sentence("agreement.unknown-value", "unknown {what} {given}")
    what: Said
    given: Annotated[str, Quoted]


Named = Thing | ValueOfDimension
"""What a name names: one of the things of an agreement, or a value of a dimension."""
