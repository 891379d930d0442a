"""What a text can have wrong before anything in it has a meaning, as facts: bytes, characters, YAML.

>>> str(TooManyBytes(size=1_200_000, most=1_000_000))
'the file has 1,200,000 bytes; at most 1,000,000 are read'
"""

from __future__ import annotations

from typing import Annotated

from firstcall.said import Grouped, Quoted, Said, sentence


class TooManyBytes(Said):
    says = sentence("text.too-many-bytes", "the file has {size} bytes; at most {most} are read")
    size: Annotated[int, Grouped]
    most: Annotated[int, Grouped]


class SplitFile(Said):
    says = sentence("text.split-file", "split it, or check that it is the right file")


class NoUtf8At(Said):
    says = sentence("text.no-utf8-at", "the file is not UTF-8 text (byte {byte})")
    byte: str


class SaveAsUtf8(Said):
    says = sentence("text.save-as-utf8", "save it as UTF-8")


class StrayCharacter(Said):
    says = sentence("text.stray-character", "a character that is no text ({shown}) stands here")
    shown: str


class DeleteStray(Said):
    says = sentence("text.delete-stray", "delete it, or save the file as plain UTF-8 text")


class StrayEscape(Said):
    says = sentence("text.stray-escape", "a character that is no text ({shown}) is written here")
    shown: str


class DeleteEscape(Said):
    says = sentence("text.delete-escape", "delete the escape")


class UnreadableFromHere(Said):
    says = sentence("yaml.unreadable-from-here", "from here on the text cannot be read as YAML")


class CheckEscapes(Said):
    says = sentence("yaml.check-escapes", "check the escapes (\\) in quotes, and for stray bytes")


class EmptyFile(Said):
    says = sentence("text.empty-file", "the file is empty")


class StartAnew(Said):
    says = sentence("text.start-anew", "start from `firstcall new`, or check the path")


class NoMapping(Said):
    says = sentence("yaml.no-mapping", "{given} stands where a mapping of keys to values is wanted")
    given: Said


class WriteKeys(Said):
    says = sentence("yaml.write-keys", "write keys with their values, one a line, such as `{example}`")
    example: str


class TabStands(Said):
    says = sentence("yaml.tab", "a tab stands where YAML wants spaces")


class IndentWithSpaces(Said):
    says = sentence("yaml.indent", "indent with spaces")


class NeverClosed(Said):
    says = sentence("yaml.never-closed", "not valid YAML: what opens here is never closed")


class CloseIt(Said):
    says = sentence("yaml.close-it", "close the quote or bracket")


class NoValidYaml(Said):
    says = sentence("yaml.not-valid", "not valid YAML: {why}")
    why: str


class DoesNotParse(Said):
    says = sentence("yaml.does-not-parse", "not valid YAML")


class CheckYaml(Said):
    says = sentence("yaml.check", "check the indentation, the colon after each key, and quotes that open and close")


class BeginsThere(Said):
    says = sentence("yaml.begins-there", "{place} (the part that this belongs to begins there)")
    place: str


class SecondDocument(Said):
    says = sentence("yaml.second-document", "a second document starts here")


class OneDocument(Said):
    says = sentence("yaml.one-document", "keep one document in a file")


class AliasStands(Said):
    says = sentence("yaml.alias", "an alias (*) stands here")


class WriteOutAlias(Said):
    says = sentence("yaml.write-out-alias", "write the value out; aliases are not read")


class TooManyValues(Said):
    says = sentence("yaml.too-many-values", "the file has more than {most} values")
    most: Annotated[int, Grouped]


class CheckFile(Said):
    says = sentence("text.check-file", "check that it is the right file")


class AnchorStands(Said):
    says = sentence("yaml.anchor", "an anchor (&) stands here")


class WriteOutAnchor(Said):
    says = sentence("yaml.write-out-anchor", "write the value out; anchors are not read")


class TagStands(Said):
    says = sentence("yaml.tag", "a tag ({tag}) stands here")
    tag: str


class LeaveTagOut(Said):
    says = sentence("yaml.leave-tag-out", "leave it out; values are typed by their key")


class KeyIsNoWord(Said):
    says = sentence("yaml.key-is-no-word", "a key is a list or a mapping")


class WritePlainWord(Said):
    says = sentence("yaml.write-plain-word", "write a plain word before the colon")


class MergeKey(Said):
    says = sentence("yaml.merge-key", "a merge key (<<) stands here")


class WriteValuesOut(Said):
    says = sentence("yaml.write-values-out", "write the values out")


class KeyTwice(Said):
    says = sentence("yaml.key-twice", "the key {key} stands twice")
    key: Annotated[str, Quoted]


class KeepOneOfThem(Said):
    says = sentence("yaml.keep-one", "keep one of them")


class FirstOfThem(Said):
    says = sentence("yaml.first-of-them", "{place} (the first {key})")
    place: str
    key: Annotated[str, Quoted]


class TooDeep(Said):
    says = sentence("yaml.too-deep", "nested more than {most} deep")
    most: int


class CheckDepth(Said):
    says = sentence("yaml.check-depth", "no agreement needs this depth; check the file")
