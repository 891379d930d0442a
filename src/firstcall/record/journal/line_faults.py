"""What a line of the record, or a stream of them, can have wrong, as facts.

>>> str(MissingBetween(stream="agreement", last="3", number="5"))
'stream agreement goes from event 3 to 5; a line is missing'
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from firstcall.said import Grouped, Quoted, Said, sentence


class NewEvent(Said):
    says = sentence("record.new-event", "new event")


class CorrectionNamed(Said):
    says = sentence("record.correction-named", "correction {event}")
    event: Annotated[str, Quoted]


class ViewOfEvent(Said):
    says = sentence("record.view-of-event", "view of event {event}")
    event: str


class EventNumbered(Said):
    says = sentence("record.event-numbered", "{file}: event {number}")
    file: str
    number: str


class ChangedAfterWriting(Said):
    says = sentence(
        "record.changed-after-writing",
        "event {event} was changed after it was written (its hash does not fit)",
    )
    event: Annotated[str, Quoted]


class RestoreAndCorrect(Said):
    says = sentence("record.restore-and-correct", "restore the line, and enter what was wrong as a correction")


class LineTooLong(Said):
    says = sentence("record.line-too-long", "the line has more than {most} characters")
    most: Annotated[int, Grouped]


class ShortenNote(Said):
    says = sentence("record.shorten-note", "shorten the note, and keep long papers as evidence")


class NoRecordLine(Said):
    says = sentence("record.no-line", "not a line of the record: {why}")
    why: Said


class RestoreLine(Said):
    says = sentence("record.restore-line", "restore the line from a copy")


class RestoreBothLines(Said):
    says = sentence("record.restore-both-lines", "restore both lines from a copy")


class NoJsonFromColumn(Said):
    says = sentence("record.no-json-from-column", "from column {column} on it is no JSON")
    column: str


class HalfCharacter(Said):
    says = sentence("record.half-character", "it holds half a character")


class NestedTooDeep(Said):
    says = sentence("record.nested-too-deep", "it is nested too deep")


class NoMappingOfEvent(Said):
    says = sentence("record.no-mapping-of-event", "{given} stands where an event is wanted")
    given: Said


class NumberNotExact(Said):
    says = sentence("record.number-not-exact", "the number {number} is not exact; write it in quotes")
    number: str


class NumberTooLong(Said):
    says = sentence("record.number-too-long", "it holds a number with more digits than are read")


class FieldMissing(Said):
    says = sentence("record.field-missing", "the field {field} is missing")
    field: Annotated[str, Quoted]


class GiveField(Said):
    says = sentence("record.give-field", "give it")


class SayWhenItTakesEffect(Said):
    says = sentence("record.say-when", "say when it takes effect, as a day or a time")


class WrongInField(Said):
    says = sentence("record.wrong-in-field", "{field}: {what}")
    field: str
    what: Said


class WrongInEvent(Said):
    says = sentence("record.wrong-in-event", "the event: {what}")
    what: Said


class NoUtf8Line(Said):
    says = sentence("record.no-utf8-line", "the line is not UTF-8 text")


class RestoreFromCopy(Said):
    says = sentence("record.restore-from-copy", "restore it from a copy")


class EventIdTwice(Said):
    says = sentence("record.event-id-twice", "the event id {event} stands twice (see {place})")
    event: Annotated[str, Quoted]
    place: str


class KeepOneEvent(Said):
    says = sentence("record.keep-one-event", "keep one of the two, and enter the other again with an id of its own")


class OutOfOrder(Said):
    says = sentence(
        "record.out-of-order",
        "event {number} of stream {stream} stands after event {later} (see {place})",
    )
    number: str
    stream: str
    later: str
    place: str


class PutLinesBack(Said):
    says = sentence("record.put-lines-back", "put the lines back in the order in which they were written")


class TwoOfOneNumber(Said):
    says = sentence(
        "record.two-of-one-number",
        "stream {stream} has two events number {number}: two people wrote to it at once",
    )
    stream: str
    number: str


class KeepOneBranch(Said):
    says = sentence(
        "record.keep-one-branch",
        "keep one branch's events, and add the other's again with `firstcall record add`",
    )


class MissingBetween(Said):
    says = sentence(
        "record.missing-between",
        "stream {stream} goes from event {last} to {number}; a line is missing",
    )
    stream: str
    last: str
    number: str


class DoesNotFollow(Said):
    says = sentence(
        "record.does-not-follow",
        "event {event} does not follow the one before it in stream {stream}",
    )
    event: Annotated[str, Quoted]
    stream: str


class RecordedBefore(Said):
    says = sentence("record.recorded-before", "event {event} was recorded before the one it follows")
    event: Annotated[str, Quoted]


class OfOtherStream(Said):
    says = sentence("record.of-other-stream", "event {event} stands in stream {stream}, but belongs to {home}")
    event: Annotated[str, Quoted]
    stream: str
    home: str


class CorrectsNothing(Said):
    says = sentence("record.corrects-nothing", "corrects event {event}, which is not in the record")
    event: Annotated[str, Quoted]


class RestoreCorrected(Said):
    says = sentence("record.restore-corrected", "restore the line it corrects")


class CorrectsOtherStream(Said):
    says = sentence("record.corrects-other-stream", "corrects event {event} of another stream, {stream}")
    event: Annotated[str, Quoted]
    stream: str


class CorrectsLater(Said):
    says = sentence("record.corrects-later", "corrects event {event}, which is not before it in the stream")
    event: Annotated[str, Quoted]


class CorrectAgain(Said):
    says = sentence(
        "record.correct-again",
        "take the correction out, and enter it again with `firstcall record add`",
    )


class WouldMove(Said):
    says = sentence("record.would-move", "would move event {event} to {home}")
    event: Annotated[str, Quoted]
    home: str


class VoidAndEnterAnother(Said):
    says = sentence("record.void-and-enter-another", "void the event, and enter another")


class WrittenOtherwise(Said):
    says = sentence("record.written-otherwise", "event {event} cannot be written as it was hashed")
    event: Annotated[str, Quoted]


class CopyTheFile(Said):
    says = sentence("record.copy-the-file", "copy the record's file")


class NothingOnTornLine(Said):
    says = sentence("record.last-line-torn", "the record's last line is torn, so nothing is appended")


class RepairRecord(Said):
    says = sentence("record.repair", "`firstcall record repair`")


class EventIdHeld(Said):
    says = sentence("record.event-id-held", "the event id {event} is in the record already")
    event: Annotated[str, Quoted]


class LeaveIdOut(Said):
    says = sentence("record.leave-id-out", "leave --id out, or give another")


class NoSuchEvent(Said):
    says = sentence("record.no-such-event", "event {event} is not in the record")
    event: Annotated[str, Quoted]


class SeeShowForIds(Said):
    says = sentence("record.see-show-for-ids", "see `firstcall record show` for the ids")


class SomebodyWroteFirst(Said):
    says = sentence(
        "record.somebody-wrote-first",
        "stream {stream} has {held} events, not {expected}: somebody wrote first",
    )
    stream: str
    held: int
    expected: int


class ReadAgain(Said):
    says = sentence("record.read-again", "read the record again, and decide on what it says now")


class RecordedPastClock(Said):
    says = sentence("record.recorded-ahead", "recorded {recorded} lies ahead of the clock ({clock})")
    recorded: datetime
    clock: datetime


class GiveInstantBeen(Said):
    says = sentence("record.give-instant-been", "leave --recorded out, or give an instant that has been")


class RecordedBackwards(Said):
    says = sentence(
        "record.recorded-backwards",
        "recorded {recorded} lies before the last entry of stream {stream} ({last})",
    )
    recorded: datetime
    stream: str
    last: datetime


class GiveLaterInstant(Said):
    says = sentence("record.give-later-instant", "leave --recorded out, or give a later instant")


class CannotBeWritten(Said):
    says = sentence("record.cannot-be-written", "it cannot be written as a line ({why})")
    why: str


class GiveAsText(Said):
    says = sentence("record.give-as-text", "give dates and exact numbers as text")


class NoJsonLine(Said):
    says = sentence("record.no-json-line", "not a line of JSON")


class WriteOneEventALine(Said):
    says = sentence("record.one-event-a-line", "write one event a line")


class NoEventOnLine(Said):
    says = sentence("record.no-event-on-line", "the line is not an event")


class TooManyEvents(Said):
    says = sentence("record.too-many-events", "more than {most} events")
    most: Annotated[int, Grouped]
