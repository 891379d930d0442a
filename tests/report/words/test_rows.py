"""Things in a row: each language's commas, and the Spanish `e` and `u` before their sounds."""

import pytest

from firstcall.gaps import Joining, in_a_row
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.rows import betweens, by_sound, sounded


def row(items: tuple[str, ...], how: Joining, lang: Language) -> str:
    return "".join(
        item + after for item, after in zip(items, (*betweens(items, how, lang), "")[: len(items)], strict=True)
    )


@pytest.mark.parametrize(
    ("lang", "items", "both", "either"),
    [
        ("en", ("azure",), "azure", "azure"),
        ("en", ("azure", "oracle"), "azure and oracle", "azure or oracle"),
        ("en", ("azure", "own", "oracle"), "azure, own and oracle", "azure, own or oracle"),
        ("es", ("azure", "oracle"), "azure y oracle", "azure u oracle"),
        ("es", ("oracle", "azure"), "oracle y azure", "oracle o azure"),
        ("es", ("azure", "own", "ibm"), "azure, own e ibm", "azure, own o ibm"),
        ("es", ("azure", "Hidra"), "azure e Hidra", "azure o Hidra"),
        ("es", ("agua", "hielo"), "agua y hielo", "agua o hielo"),
        ("es", ("azure", "Horizonte"), "azure y Horizonte", "azure u Horizonte"),
        ("es", ("7", "8"), "7 y 8", "7 u 8"),
        ("es", ("10", "11"), "10 y 11", "10 u 11"),
        ("es", ("10", "110"), "10 y 110", "10 o 110"),
        ("es", ("10", "11.000"), "10 y 11.000", "10 u 11.000"),
        ("id", ("azure", "oracle"), "azure dan oracle", "azure atau oracle"),
        ("id", ("azure", "own", "ibm", "oracle"), "azure, own, ibm, dan oracle", "azure, own, ibm, atau oracle"),
    ],
)  # fmt: skip
def test_and_and_or(lang: Language, items: tuple[str, ...], both: str, either: str) -> None:
    assert (row(items, Joining.all_of, lang), row(items, Joining.any_of, lang)) == (both, either)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_with_signs_alone_are_alike_everywhere(lang: Language) -> None:
    assert row(("a", "b", "c"), Joining.commas, lang) == "a, b, c"
    assert row(("a", "b", "c"), Joining.semicolons, lang) == "a; b; c"
    assert betweens((), Joining.any_of, lang) == betweens(("a",), Joining.all_of, lang) == ()


@pytest.mark.parametrize("how", Joining)
@pytest.mark.parametrize("size", range(5))
def test_english_is_as_the_fact_itself_says_it(how: Joining, size: int) -> None:
    items = tuple("abcde"[:size])
    assert row(items, how, "en") == in_a_row(list(items), how)


def test_a_spanish_sentence_follows_the_sound_of_what_stands_in_its_gaps() -> None:
    form = "{a} o {b}, {b} y '{c}', {c} o {a}; hoy o ayer"
    assert sounded(form, {"a": "oracle", "b": "azure", "c": "ibm"}) == "{a} o {b}, {b} e '{c}', {c} u {a}; hoy o ayer"
    assert by_sound("and", "oracle") == "and"
