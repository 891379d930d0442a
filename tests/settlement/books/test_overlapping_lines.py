from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.settlement.settle_case import line

from firstcall.settlement.books.entries import Entry
from firstcall.settlement.books.overlapping_lines import lines_once, overlapping


def numbered(document: str, amount: str) -> Entry:
    return line("2025-01-03", amount, id=f"{document}-{amount}", fields=(("document", document),))


def test_equal_lines_and_one_document_with_two_amounts_are_told() -> None:
    files = (("a.csv", [numbered("A", "5"), numbered("B", "7")]), ("b.csv", [numbered("A", "5"), numbered("B", "8")]))
    assert list(map(str, overlapping(files))) == [
        "a.csv and b.csv overlap: 1 line stands in both, the same in every field and 1 of one document with another"
        " amount or text"
    ]
    assert sorted(one.amount for one in lines_once(files)) == [5, 8]


def test_within_a_file_every_line_counts() -> None:
    twice = [line("2025-01-03", "5")] * 2
    assert not list(overlapping((("a.csv", twice), ("b.csv", [line("2025-01-04", "5")]))))
    assert len(lines_once((("a.csv", twice), ("b.csv", twice[:1])))) == 2


LINES = st.lists(st.sampled_from([line("2025-01-03", str(n), id=f"r{n}") for n in range(4)]), max_size=6)


@given(st.lists(LINES, max_size=3))
def test_an_equal_line_counts_as_often_as_in_the_file_with_most(files: list[list[Entry]]) -> None:
    named = [(f"{number}.csv", lines) for number, lines in enumerate(files)]
    counted = Counter(one.id for one in lines_once(named))
    assert counted == {
        name: max(sum(one.id == name for one in lines) for lines in files)
        for name in {one.id for lines in files for one in lines}
    }
    assert bool(list(overlapping(named))) == any(
        {one.id for one in a} & {one.id for one in b} for n, a in enumerate(files) for b in files[n + 1 :]
    )
