"""A question of the gallery -> its answer by this code, set against the one that is known."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from firstcall.errors import FirstcallError, QuestionError, near_or_listed
from firstcall.said import Quoted, Said, sentence
from firstcall.service.gallery.entries import GalleryEntry
from firstcall.service.gallery.questions import KnownQuestion
from firstcall.service.partnership.deal import Deal
from firstcall.service.partnership.deal import open as open_deal
from firstcall.values import dataclass

MOST_OF_AN_ANSWER = 300


class QuestionTakesNo(Said):
    says = sentence("gallery.question-takes-no", "{id}: {kind} takes no {name}")
    id: str
    kind: str
    name: Annotated[str, Quoted]


class AnotherAnswer(Said):
    says = sentence("gallery.another-answer", "{where}: {known} is known, {came} came")
    where: str
    known: str
    came: str


@dataclass(frozen=True, slots=True)
class Unlike:
    """Where an answer is not the known one."""

    where: str
    known: Any
    came: Any

    @property
    def said(self) -> Said:
        """What is known there, and what came."""
        came = repr(self.came)
        cut = came if len(came) <= MOST_OF_AN_ANSWER else f"{came[:MOST_OF_AN_ANSWER]} …"
        return AnotherAnswer(where=self.where, known=repr(self.known), came=cut)


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A question with what came of it."""

    asked: KnownQuestion
    unlike: tuple[Unlike, ...]

    @property
    def right(self) -> bool:
        """Whether the answer holds all that is known of it."""
        return not self.unlike


def questions_answered(entry: GalleryEntry) -> Iterator[KnownAnswer]:
    """Ask each question of an entry, and set its answer against the known one."""
    deal = open_deal(entry.path)
    for question in entry.known.questions:
        yield KnownAnswer(question, tuple(unlike(question.answer, answer_to(question, deal))))


def answer_to(question: KnownQuestion, deal: Deal) -> Any:
    """Return what the command of that name prints as JSON; where it is refused, `{"refused": true, "error": ...}`.

    Raises:
      QuestionError: an argument that such a question does not take.
    """
    method = getattr(deal.suppose(events=question.suppose) if question.suppose else deal, question.kind)
    taken = inspect.signature(method).parameters
    any_name = any(one.kind is one.VAR_KEYWORD for one in taken.values())
    for name in question.arguments:
        if name not in taken and not any_name:
            raise QuestionError(
                QuestionTakesNo(id=question.id, kind=question.kind, name=name), fix=near_or_listed(name, taken)
            )
    tried = {"dry_run": True} if question.kind == "perform" else {}
    try:
        return method(**{**question.arguments, **tried}).to_json()
    except FirstcallError as error:
        return {"refused": True, "error": str(error)}


def unlike(known: Any, came: Any, where: str = "") -> Iterator[Unlike]:
    """Return where an answer does not hold what is known of it.

    A mapping holds a known one where it has each of its keys with what is known of it; a list, where each known item
    is held by an item of its own, in any order; an empty list holds only an empty one. A number is as good as its text.

    >>> list(unlike({"outcome": "permitted"}, {"outcome": "permitted", "marks": []}))
    []
    >>> [str(one.said) for one in unlike({"due": [{"what": "answer"}]}, {"due": [{"what": "signature"}]})]
    ["due[0]: {'what': 'answer'} is known, [{'what': 'signature'}] came"]
    >>> [str(one.said) for one in unlike({"due": []}, {"due": [1]})]
    ['due: [] is known, [1] came']
    """
    if isinstance(known, Mapping):
        if not isinstance(came, Mapping):
            yield Unlike(where, dict(known), came)
            return
        for key, value in known.items():
            place = f"{where}.{key}" if where else str(key)
            if key in came:
                yield from unlike(value, came[key], place)
            else:
                yield Unlike(place, value, None)
    elif isinstance(known, list | tuple):
        yield from _unlike_items(known, came, where)
    elif not _same(known, came):
        yield Unlike(where, known, came)


def _unlike_items(known: list[Any] | tuple[Any, ...], came: Any, where: str) -> Iterator[Unlike]:
    if not isinstance(came, list) or (not known and came):
        yield Unlike(where, list(known), came)
        return
    left = list(came)
    for place, item in enumerate(known):
        match = next((one for one in left if not any(unlike(item, one))), None)
        if match is None:
            yield Unlike(f"{where}[{place}]", item, came)
        else:
            left.remove(match)


def _same(known: Any, came: Any) -> bool:
    if isinstance(known, bool) or isinstance(came, bool) or known is None or came is None:
        return known is came
    return str(known) == str(came)
