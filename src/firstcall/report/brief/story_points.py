"""A story as people write it: the points of a text in a few words of one's own, and what answers each.

A partnership folder may hold `story.yaml`: for each point the clause that carries it, and the question,
clause or events that answer it.
"""

from typing import Literal

from pydantic import Field, ValidationError, model_validator

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.basis import Day, Id, Sources, Text, TrueOrFalse, Written
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.read.problems import faults
from firstcall.agreement.read.text import decode, read_yaml
from firstcall.errors import AgreementError, Problem, unknown
from firstcall.record.transaction_lines import KeepOne
from firstcall.report.words.enums import Language
from firstcall.said import Said, Unreadable, sentence


class OneAnswerEach(Said):
    says = sentence("story.one-answer-each", "a point has exactly one of {keys}")
    keys: tuple[str, ...]


class WhatIfAsksNothing(Said):
    says = sentence("story.what-if-asks-nothing", "a what-if is asked something")


class AskOrLeaveOut(Said):
    says = sentence("story.ask-or-leave-out", "give ask, use or license, or leave what_if out")


class NameAgreementSource(Said):
    says = sentence("story.name-source", "name one of the agreement's sources")


class NameStoryPoint(Said):
    says = sentence("story.name-point", "name one of the story's points")


ANSWER_KEYS = ("ask", "use", "license", "shows", "events", "grades", "need", "not_yet")


class Ask(Written):
    """A question of signing and running."""

    workload: Ids = Field(min_length=1)
    """Workloads of the agreement."""
    provider: Text | None = None
    """Whose capacity it is."""
    capacity: Text | None = None
    """existing or new."""
    customer: Text | None = None
    """For whom it runs."""
    contract: Id | None = None
    """A contract of the record, which says the rest."""
    scope: dict[Id, Id] = {}
    """Values of the dimensions."""


class AskUse(Written):
    """A question of use: may a licensee use technology in a product?"""

    licensee: Id
    """Who uses it."""
    product: Id
    """What it is used in."""
    ip: Id | None = None
    """The kind of technology."""
    model: Id | None = None
    """A model of the record."""
    model_developed: Day | None = None
    """When the model was developed, where the record does not say."""


class AskLicence(Written):
    """A question of licence: may the technology be licensed to this party?"""

    to: Id
    """Who would be licensed."""
    product: Id
    """What it would be used in."""
    ip: Id | None = None
    """The kind of technology."""
    by: Id | None = None
    """The licensee that would license it on; the licensor when left out."""


class Point(Written):
    """One point of the story, and what answers it: a question, a clause, events, or the grades."""

    id: Id
    """Its number in the text."""
    says: Text
    """What the text says, in a sentence of your own."""
    source: Sources = ()
    """Ids of the agreement's sources."""
    attribution: Text | None = None
    """Who is said to have said it."""
    clause: Id | None = None
    """The clause that carries it."""
    ask: Ask | None = None
    """May it be signed and run?"""
    use: AskUse | None = None
    """May a licensee use technology in a product?"""
    license: AskLicence | None = None
    """May the technology be licensed?"""
    shows: Id | None = None
    """A clause whose state is the answer."""
    events: Ids = ()
    """Events of the record that are the answer."""
    grades: TrueOrFalse = False
    """Answer with how the clauses in force are known."""
    also: tuple[Day, ...] = ()
    """Further days to ask at."""
    on: tuple[Day, ...] = ()
    """The days to ask at, in place of the story's own."""
    what_if: Id | None = None
    """The what-if under which it is asked: a file of the folder `what-if`, without its ending."""
    need: Id | None = None
    """A need of needs.yaml: what of it could be had under the text of each day."""
    asks: Literal["supply", "cost", "rivals"] = "supply"
    """Of a need: what runs by its first day, what the most that is wanted costs, or how rivals' lines are reached."""
    not_yet: Text | None = None
    """Why nothing can answer it."""
    note: Text | None = None
    """A remark of the author of the file."""

    @model_validator(mode="after")
    def _one_answer(self) -> "Point":
        asked = [bool(self.ask), bool(self.use), bool(self.license)]
        rest = [bool(self.shows), bool(self.events), self.grades, bool(self.need), bool(self.not_yet)]
        if sum([*asked, *rest]) != 1:
            raise Unreadable(OneAnswerEach(keys=ANSWER_KEYS), KeepOne())
        if self.what_if and not any(asked):
            raise Unreadable(WhatIfAsksNothing(), AskOrLeaveOut())
        return self


class PointWords(Written):
    """One point of the story in another language; what is left out stays in the first one."""

    says: Text
    """What the text says."""
    attribution: Text | None = None
    """Who is said to have said it."""
    not_yet: Text | None = None
    """Why nothing can answer it."""


class StoryWords(Written):
    """The story's own words in another language."""

    title: Text
    """What the table is headed with."""
    points: dict[Id, PointWords] = {}
    """Points by their ids."""


class Story(Written):
    """A text as points, and the day of the change it tells."""

    schema_: Literal["firstcall/story/1"] = Field(alias="schema")
    """The version of this format."""
    title: Text
    """What the table is headed with."""
    day: Day
    """The day of the change that the text tells."""
    points: tuple[Point, ...] = Field(min_length=1)
    """The points, in the order of the text."""
    words: dict[Language, StoryWords] = {}
    """The same in other languages, for readers of a translated page."""

    def in_language(self, lang: Language) -> "Story":
        """Return the story in a language; what its author did not write in it stays as it is.

        A page that is forwarded in Spanish should tell its story in Spanish; only the author can say it so.
        """
        if (said := self.words.get(lang)) is None:
            return self
        told = {name: words.model_dump(exclude_none=True) for name, words in said.points.items()}
        points = (point.model_copy(update=told.get(point.id)) for point in self.points)
        return self.model_copy(update={"title": said.title, "points": tuple(points)})


def read_story(raw: bytes, file: str, agreement: Agreement) -> Story:
    """Return the story kept in a YAML text.

    Raises:
      AgreementError: with every Problem found in it.
    """
    data, places, problems = read_yaml(decode(raw, file), file)
    found = list(problems)
    try:
        story = Story.model_validate(data)
    except ValidationError as error:
        raise AgreementError([*found, *faults(error, Story, data, places)]) from error
    for index, point in enumerate(story.points):
        for source in point.source:
            if source not in agreement.sources:
                place = places.of(("points", index, "source"))
                found.append(Problem(place, unknown("source", source), NameAgreementSource()))
    known = {point.id for point in story.points}
    for lang, words in story.words.items():
        for name in words.points.keys() - known:
            place = places.of(("words", lang, "points", name))
            found.append(Problem(place, unknown("point", name), NameStoryPoint()))
    if found:
        raise AgreementError(found)
    return story
