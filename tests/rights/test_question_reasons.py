"""What is wrong with a question, as an error: its fact, its fix, and the text printed of both."""

from datetime import UTC, datetime

import pytest

from firstcall.errors import QuestionError
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.rights.question_reasons import (
    FlagContradicts,
    LeaveFlagOut,
    NoSuchTranche,
    NotOnRecordBy,
    TheContract,
    TheOffer,
)
from firstcall.said import Said


def test_an_error_is_printed_from_its_facts() -> None:
    what = FlagContradicts(flag="--provider", asked="holder", what=TheOffer(offer="new"), held="azure")
    error = QuestionError(what, fix=LeaveFlagOut(flag="--provider"))
    assert str(error) == "--provider holder contradicts offer 'new', which says azure\n  fix: leave --provider out"
    assert (error.what, error.fix) == (what, LeaveFlagOut(flag="--provider"))


@pytest.mark.parametrize(
    ("said", "es", "id_"),
    [
        (NotOnRecordBy(what=TheContract(contract="offer"), at=datetime(2025, 1, 1, 8, tzinfo=UTC)),
         "el contrato 'offer' no consta en el registro a 1 ene 2025 8:00 UTC",
         "kontrak 'offer' tidak ada dalam catatan per 1 Jan 2025 08.00 UTC"),
        (NoSuchTranche(contract=TheContract(contract="k"), given="new"),
         "el contrato 'k' no tiene el tramo 'new'", "kontrak 'k' tidak memiliki tranche 'new'"),
    ],
)  # fmt: skip
def test_what_was_typed_stays_as_it_was(said: Said, es: str, id_: str) -> None:
    assert (say(said, words_in("es")), say(said, words_in("id"))) == (es, id_)
