"""What a difference says, as facts: how one and several answers are told."""

from firstcall.report.difference.line_facts import ActComesTo, AnswerByAct, ChangedAnswersCounted
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in


def test_one_answer_and_several() -> None:
    assert str(ChangedAnswersCounted(n=1)).startswith("1 answer changes;")
    assert str(ChangedAnswersCounted(n=1200)).startswith("1,200 answers change;")


def test_acts_are_told_one_by_one() -> None:
    acts = (ActComesTo(act="sign", outcome="offer-first"), ActComesTo(act="run", outcome="permitted"))
    told = AnswerByAct(outcome="offer-first", acts=acts)
    assert str(told) == "offer-first (sign offer-first, run permitted)"
    assert say(told, words_in("es")) == "oferta previa (firmar: oferta previa, ejecutar: permitido)"
