"""`questions.yaml` of a gallery entry: what is asked, what the answer must hold, and why."""

from typing import Any, Literal

from pydantic import Field, model_validator

from firstcall.agreement.model.basis import Id, Text, Written

ASKED = ("check", "clock", "decide", "offer", "offers", "perform", "settle", "terms")
"""What a question may ask: each is the method of that name on a deal. What is performed is only tried."""


class KnownQuestion(Written):
    """A question whose answer follows from the text, reasoned beside it."""

    id: Id
    question: Text
    """The question as a person puts it."""
    ask: dict[str, dict[str, Any]]
    """One of `ASKED`, with its arguments as `firstcall.open(...)` takes them."""
    suppose: tuple[dict[str, Any], ...] = ()
    """Events that are supposed to have happened, beside those of the record."""
    answer: dict[str, Any] | list[dict[str, Any]]
    """What the answer must hold: part of what the command prints with `--json`."""
    why: Text
    """The reasoning, from the words of the clause."""
    source: Text
    """Where the clause or the fact is taken from."""

    @model_validator(mode="after")
    def _asks_one_thing(self) -> "KnownQuestion":
        if len(self.ask) != 1 or next(iter(self.ask)) not in ASKED:
            raise ValueError(f"a question asks one thing; write one of {', '.join(ASKED)}, with its arguments")
        return self

    @property
    def kind(self) -> str:
        """What is asked: one of `ASKED`."""
        return next(iter(self.ask))

    @property
    def arguments(self) -> dict[str, Any]:
        """With what it is asked."""
        return self.ask[self.kind]


class KnownQuestions(Written):
    """The questions of one gallery entry."""

    schema_: Literal["firstcall/questions/1"] = Field(alias="schema")
    field: Text
    """The field that the form comes from, such as `office leases`."""
    questions: tuple[KnownQuestion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_once(self) -> "KnownQuestions":
        ids = [one.id for one in self.questions]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"the id '{twice[0]}' stands twice; give each question its own")
        return self
