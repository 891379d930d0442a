"""Transactions are read strictly, every mistake told in one pass, and families count nothing twice."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.errors import RecordError
from firstcall.record.transactions import TRANSACTION_COLUMNS, family_totals, read_transactions

HEAD = "id,leg,title,announced,signed,provider,grade"


def table(*lines: str, head: str = HEAD) -> str:
    return "\n".join([head, *lines]) + "\n"


def refused(text: str) -> str:
    with pytest.raises(RecordError) as caught:
        read_transactions(text, "deals.csv")
    return str(caught.value)


def test_a_line_says_what_stands_under_its_columns() -> None:
    text = table(
        'D1,2,"Racks, and more",2025-03-10,2025-03-07,coreweave,stated,no,own_build,training; research,'
        "K-7,us,region=java;site=bandung,0.75,11900000000,,up to,headline_usd,announced,SEC,https://x.example,n",
        head=f"{HEAD},binding,mode,workloads,contract,customer,dimensions,capacity_gw,headline_usd,executed_usd,"
        "amount_kind,counts,assumed,source,url,note",
    )
    (deal,) = read_transactions(text)
    assert (deal.id, deal.leg, deal.family, deal.title) == ("D1", "2", "D1", "Racks, and more")
    assert (deal.announced, deal.signed, deal.when) == ("2025-03-10", "2025-03-07", "2025-03-07")
    assert (deal.binding, deal.mode, deal.workloads) == (False, "own_build", ("training", "research"))
    assert deal.contract == "K-7"
    assert (deal.customer, deal.dimensions) == ("us", (("region", "java"), ("site", "bandung")))
    assert (deal.capacity_gw, deal.headline_usd) == (Decimal("0.75"), Decimal(11_900_000_000))
    assert (deal.executed_usd, deal.amount_kind, deal.counts) == (None, "up to", ("headline_usd",))
    assert (deal.grade_of("signed"), deal.grade_of("announced")) == ("stated", "assumed")
    assert (deal.source, deal.url, deal.note, deal.line) == ("SEC", "https://x.example", "n", 2)


def test_what_is_left_out_has_its_default() -> None:
    (deal,) = read_transactions(table("D1,,Racks,2025-05,,oracle,reported"))
    assert (deal.leg, deal.family, deal.customer, deal.when) == ("1", "D1", "general", "2025-05")
    assert (deal.mode, deal.binding, deal.contract) == (None, None, None)
    assert (deal.workloads, deal.dimensions) == ((), ())
    assert deal.counts == ()


@pytest.mark.parametrize("date", ["2025-05-01", "2025-05", "2025"])
def test_a_date_is_a_day_a_month_or_a_year(date: str) -> None:
    (deal,) = read_transactions(table(f"D1,,Racks,{date},,oracle,reported"))
    assert deal.announced == date


def test_columns_may_stand_in_any_order_and_blank_lines_are_passed_over() -> None:
    names = HEAD.split(",")
    values = dict(zip(names, ["D1", "1", "Racks", "2025", "2026", "oracle", "agreed"], strict=True))
    mixed = list(reversed(names))
    text = "\ufeff\n" + ",".join(mixed) + "\r\n\r\n" + ",".join(values[name] for name in mixed) + "\r\n,,,,,,\n"
    (deal,) = read_transactions(text)
    assert (deal.id, deal.signed, deal.grade, deal.line) == ("D1", "2026", "agreed", 4)


def test_a_value_may_run_over_lines_and_later_lines_keep_their_number() -> None:
    first, second = read_transactions(table('D1,,"Racks\nand more",2025,,oracle,agreed', "D2,,x,2025,,aws,agreed"))
    assert (first.title, first.line, second.line) == ("Racks\nand more", 2, 4)


LINE = "D1,1,Racks,2025-05,,oracle,reported"
BAD_VALUES = [
    (
        "grade",
        "rumoured",
        "grade: 'rumoured' is not known\n  fix: use one of: agreed, assumed, reported, stated",
    ),
    ("grade", "reportd", "grade: 'reportd' is not known\n  fix: did you mean 'reported'?"),
    ("grade", "", "grade is empty\n  fix: fill it"),
    ("title", "", "title is empty\n  fix: fill it"),
    (
        "announced",
        "2026-13-01",
        "announced: '2026-13-01' is not a day of the calendar\n  fix: write YYYY-MM-DD",
    ),
    (
        "announced",
        "May 2025",
        "announced: 'May 2025' is not a date or time\n  fix: write one like 2025-01-21",
    ),
    (
        "announced",
        "",
        "neither announced nor signed is filled\n  fix: give a day, month or year in one of them",
    ),
    ("mode", "ownbuild", "mode: 'ownbuild' is not known\n  fix: did you mean 'own_build'?"),
    ("binding", "maybe", "binding: 'maybe' is not known\n  fix: use one of: no, yes"),
    (
        "headline_usd",
        "11.9bn",
        "headline_usd: '11.9bn' is not a plain number\n  fix: write digits and a point, such as 11900000000",
    ),
    ("capacity_gw", "-1", "capacity_gw: '-1' is negative"),
    ("capacity_gw", "1e3", "capacity_gw: '1e3' is not a plain number"),
    ("capacity_gw", "²", "capacity_gw: '²' is not a plain number"),
    (
        "dimensions",
        "java",
        "dimensions: 'java' is not a name and its value\n  fix: write it like region=java",
    ),
    ("counts", "capacity", "counts: 'capacity' is not known\n  fix: did you mean 'capacity_gw'?"),
    (
        "counts",
        "capacity_gw",
        "counts: capacity_gw is empty on this line\n  fix: fill it, or do not count it",
    ),
    ("assumed", "anounced", "assumed: 'anounced' is not known\n  fix: did you mean 'announced'?"),
]


@pytest.mark.parametrize(("column", "value", "message"), BAD_VALUES)
def test_a_value_that_cannot_be_read_is_told_by_line(column: str, value: str, message: str) -> None:
    given_values = dict(zip(HEAD.split(","), LINE.split(","), strict=True)) | {column: value}
    text = table(",".join(given_values.values()), head=",".join(given_values))
    assert f"deals.csv:2: {message}" in refused(text)


def test_the_same_leg_twice_is_told_with_the_first() -> None:
    said = refused(table(LINE, "D1,2,Racks,2025,,oracle,stated", LINE))
    what = "deals.csv:4: transaction D1 leg 1 stands twice, first on line 2"
    assert said == f"{what}\n  fix: give each leg its own number"


def test_a_leg_left_out_is_the_first() -> None:
    assert "transaction D1 leg 1 stands twice" in refused(table(LINE, "D1,,Racks,2025,,oracle,stated"))


def test_every_mistake_is_told_in_one_pass() -> None:
    said = refused(table("D1,1,Racks,soon,,oracle,rumoured", "D2,1,Racks,2025,,oracle", "D3,1,,2025,,aws,stated"))
    assert [line.split(": ")[0] for line in said.splitlines() if not line.startswith("  ")] == [
        "deals.csv:2", "deals.csv:2", "deals.csv:3", "deals.csv:4",
    ]  # fmt: skip
    assert "deals.csv:3: 6 values stand under 7 columns\n  fix: quote a value that holds a comma" in said


def test_an_unknown_column_is_told_with_the_nearest() -> None:
    said = refused(table(head=f"{HEAD},workload,verdict"))
    assert "deals.csv:1: unknown column 'workload'\n  fix: did you mean 'workloads'?" in said
    assert "deals.csv:1: unknown column 'verdict'" in said


def test_a_column_that_stands_twice_or_is_missing_is_told() -> None:
    said = refused("id,id,title,signed,grade\n")
    assert "deals.csv:1: the column 'id' stands twice\n  fix: keep one" in said
    assert "deals.csv:1: the column 'provider' is missing\n  fix: add it" in said


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", ",,,\n"])
def test_an_empty_file_is_told(text: str) -> None:
    said = "deals.csv:1: the file is empty\n  fix: begin with a line of columns: id, title, provider, grade, …"
    assert refused(text) == said


@pytest.mark.parametrize("line", ['D1,1,"Racks,2025,,oracle,stated', 'D1,1,"Racks"x,2025,,oracle,stated'])
def test_a_quote_that_does_not_close_is_told(line: str) -> None:
    said = refused(table(line))
    assert "the line cannot be read as CSV" in said and "fix: close every quote" in said


def test_a_family_counts_a_figure_once() -> None:
    deals = read_transactions(
        table(
            "P,,Plan,2025-01,,oracle,reported,big,10,500,,none",
            "Q,,First word,2025-07,,oracle,reported,big,4.5,30,,capacity_gw",
            "R,,Contract,2025-09,,oracle,reported,big,4.5,300,250,headline_usd;executed_usd",
            "S,,Apart,2025-09,,aws,reported,,,38,,",
            head=f"{HEAD},family,capacity_gw,headline_usd,executed_usd,counts",
        )
    )
    big, apart = family_totals(deals)
    assert (big.family, big.transactions) == ("big", ("P", "Q", "R"))
    assert (big.capacity_gw, big.headline_usd, big.executed_usd) == (
        Decimal("4.5"),
        Decimal(300),
        Decimal(250),
    )
    assert (apart.family, apart.capacity_gw, apart.headline_usd) == ("S", None, Decimal(38))


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 10**12)), max_size=12), st.randoms())
def test_totals_do_not_hang_on_the_order_of_lines(amounts: list[tuple[str, int]], chance: random.Random) -> None:
    lines = [f"D{n},,x,2025,,aws,stated,{family},{usd}" for n, (family, usd) in enumerate(amounts)]
    head = f"{HEAD},family,headline_usd"
    totals = {t.family: t.headline_usd for t in family_totals(read_transactions(table(*lines, head=head)))}
    chance.shuffle(lines)
    mixed = {t.family: t.headline_usd for t in family_totals(read_transactions(table(*lines, head=head)))}
    expected = {family: sum(usd for name, usd in amounts if name == family) for family, _ in amounts}
    assert totals == mixed == expected


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_text_is_met_with_anything_but_transactions_or_what_is_wrong(text: str) -> None:
    for whole in (text, table(text)):
        try:
            read_transactions(whole)
        except RecordError as error:
            assert "fix: " in str(error)


def test_every_column_is_explained() -> None:
    import firstcall.record.transactions as module

    assert module.__doc__ is not None
    assert not [name for name in TRANSACTION_COLUMNS if name not in module.__doc__]
