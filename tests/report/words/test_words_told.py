"""Errors in other languages: each part said from its facts, at its place."""

from firstcall.errors import AgreementError, NotFound, Place, Problem, near_or_listed, unknown
from firstcall.report.words.spoken import told_error, told_problem
from firstcall.report.words.words import words_in

CLAUSE = Problem(Place("a.yaml", 3, 9), unknown("clause", "exklusive"), near_or_listed("exklusive", ["exclusive"]),
                 "a.yaml:1:2")  # fmt: skip


def test_an_error_in_english_is_as_it_prints() -> None:
    error = NotFound(unknown("offer", "o9"), fix=near_or_listed("o9", ["a", "b"]))
    assert told_error(error, words_in("en")) == str(error)


def test_a_problem_is_told_with_its_place_its_fix_and_what_else_to_look_at() -> None:
    assert told_problem(CLAUSE, words_in("es")) == (
        "a.yaml:3:9: no se reconoce 'exklusive' como cláusula\n  solución: ¿quiso decir 'exclusive'?\n"
        "  véase: a.yaml:1:2"
    )
    assert told_problem(CLAUSE, words_in("id")) == (
        "a.yaml:3:9: 'exklusive' tidak dikenal sebagai klausul\n  perbaikan: maksud Anda 'exclusive'?\n"
        "  lihat: a.yaml:1:2"
    )


def test_an_error_of_several_mistakes_tells_each() -> None:
    told = told_error(AgreementError([CLAUSE, CLAUSE]), words_in("id")).splitlines()
    assert len(told) == 6 and told[:3] == told[3:]
