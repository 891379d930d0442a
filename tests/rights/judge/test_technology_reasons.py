"""What licences and escapes say, said in another language."""

from datetime import date

import pytest

from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.rights.judge.technology_reasons import DevelopedAfter, Licenses, ModelNotListed, NotSoFar, SupposedBoth
from firstcall.said import Said


@pytest.mark.parametrize(
    ("said", "es"),
    [
        (SupposedBoth(when=DevelopedAfter(day=date(2025, 1, 2)), listed=ModelNotListed()),
         "desarrollado después del 2 ene 2025, no está entre los modelos que enumera el ejercicio"),
        (NotSoFar(determination="verified", state="determined", status="declared, test not met"),
         "verified no está determinada: declarada, sin cumplir la prueba"),
        (Licenses(ip="models", product="contract", party="holder"), "licencia models en contract a holder"),
    ],
)  # fmt: skip
def test_names_stay_and_words_of_closed_lists_are_said(said: Said, es: str) -> None:
    assert say(said, words_in("es")) == es
