import csv
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.settlement.settle_case import FOCUS, focus_file

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.errors import BillingError
from firstcall.service.engines.engines import answers_of, has_passed, open_engine
from firstcall.settlement.bills.engine_check import NASTY_BASE, check_engine, nasty_plan, nasty_rows
from firstcall.settlement.bills.reduction import columns_of, reduction, reduction_plan
from firstcall.settlement.bills.series import reduced_entries, series_of

UTC_ZONE = ZoneInfo("UTC")
SAMPLE = "focus_sample_1000_v1.0.csv"


def base(**fields: Any) -> Base:
    everything = {"streams": [{"name": "all", "without": {"ProviderName": "nobody"}}]}
    return Base.model_validate({"source": "focus"} | everything | fields)


LISTED = base(
    streams=[
        {"name": "aws", "where": {"ProviderName": ["AWS", "Oracle Cloud"]}},
        {"name": "rest", "where": {"ProviderName": ["Microsoft", "AWS"]}},
    ]
)


def sums(path: Path, engine: str, what: Base, zone: ZoneInfo = UTC_ZONE) -> dict[str, tuple[object, int]]:
    with open_engine("spark" if engine == "spark" else "duckdb") as (running, duck):
        ready, layout = duck.transcribe(path)
        asked = reduction_plan(what, zone, datetime(2024, 8, 1, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC))
        found = series_of(running.groups(reduction(running.table([ready]), asked, layout.provider)), what)
        entries = reduced_entries(found, asked, zone, "delivery", datetime(2025, 1, 1, tzinfo=UTC))
    return {entry.id: (entry.amount, entry.rows) for entry in entries}


def by_hand(path: Path, column: str) -> dict[tuple[str, str, str], Decimal]:
    """Add the rows of a file up in plain decimals, by provider, category and billing period."""
    found: Counter[tuple[str, str, str]] = Counter()
    with localcontext(prec=60), path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            key = (row["ProviderName"], row["ChargeCategory"].lower(), row["BillingPeriodStart"][:7])
            found[key] += Decimal(row[column] if row[column] != "NULL" else "0")  # type: ignore[assignment]
    return dict(found)  # type: ignore[arg-type]


@pytest.mark.parametrize("column", ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"])
def test_real_rows_add_up_to_a_plain_decimal_sum(data: Path, column: str) -> None:
    path = data / "focus" / SAMPLE
    found: dict[tuple[str, str, str], Any] = {}
    for name, (amount, _) in sums(path, "duckdb", base(column=column)).items():
        provider, _, kind, _, _, billed = name.split("/")
        found[provider, kind, billed] = found.get((provider, kind, billed), 0) + amount
    assert found == by_hand(path, column)


def test_every_real_row_is_in_one_sum(data: Path) -> None:
    found = sums(data / "focus" / SAMPLE, "duckdb", base())
    assert sum(rows for _, rows in found.values()) == 1000


def test_streams_by_one_column_give_the_same_sums_as_by_conditions(data: Path) -> None:
    asked = LISTED.model_dump()
    for stream in asked["streams"]:
        stream["without"] = {"RegionId": ["nowhere"]}
    path = data / "focus" / SAMPLE
    found = sums(path, "duckdb", LISTED)
    assert found == sums(path, "duckdb", Base.model_validate(asked))
    assert sum(rows for _, rows in found.values()) == 993


def nasty() -> list[Mapping[str, Any]]:
    import tempfile

    from firstcall.service.engines.duckdb import DuckEngine

    with tempfile.TemporaryDirectory() as scratch:
        duck = DuckEngine(Path(scratch))
        found = answers_of(duck, duck, Path(scratch))
        duck.close()
    return found


def test_twenty_nasty_rows_have_known_answers() -> None:
    assert len(nasty_rows()) == 20
    check_engine("duckdb", nasty())


def test_of_wide_columns_the_greatest_figure_is_told_so_that_no_sum_is_trusted_that_may_have_run_over() -> None:
    found = series_of(nasty(), NASTY_BASE)
    assert max(peak for one in found for peak in one.peaks) == 99999999999999999999
    assert any(one.is_beyond for one in found) and not all(one.is_beyond for one in found)


def test_whole_units_and_the_rest_added_each_by_themselves_come_to_the_same(tmp_path: Path) -> None:
    with open_engine("duckdb") as (_, duck):
        answers_of(duck, duck, tmp_path)
        rows = duck.table((tmp_path / "self-test.parquet",))
        parted = duck.groups(reduction(rows, nasty_plan(), "ProviderName", parted=True))
        check_engine("duckdb", parted)
        assert {one["sums"].split(" ")[5] for one in parted} > {"0"}


@pytest.mark.parametrize("fault", ["amount", "missing", "row"])
def test_an_engine_that_is_off_by_one_in_the_last_decimal_is_refused(fault: str) -> None:
    groups = [dict(group) for group in nasty() if group["kind"] != "Tax"]
    day, amount, rows, *rest = groups[0]["sums"].split(" ")
    if fault == "amount":
        amount = f"{Decimal(amount) + Decimal('1E-18'):f}"
    elif fault == "row":
        rows = str(int(rows) + 1)
    else:
        groups.pop()
    groups[0]["sums"] = " ".join((day, amount, rows, *rest))
    with pytest.raises(BillingError, match=r"the engine leaky does not add decimals exactly: for .*\n  fix: use"):
        check_engine("leaky", groups)


def test_days_are_parted_at_local_midnight_across_a_change_of_clocks() -> None:
    days = {(NASTY_BASE.streams[one.stream].name, day) for one in series_of(nasty(), NASTY_BASE) for day in one.days}
    assert {("models", "2024-11-02"), ("models", "2024-11-03"), ("models", "2024-11-04")} <= days


def test_a_base_that_names_columns_the_file_lacks_is_told() -> None:
    what = base(streams=[{"name": "a", "where": {"SkuId": ["x"], "Tags.team": ["y"]}}], column="ListCost")
    assert columns_of(what, ["Tags", "BilledCost"], ["anybody"]) == ("SkuId", "ListCost")


def test_what_a_stream_asks_of_one_provider_is_not_asked_of_another() -> None:
    own = {"ProviderName": ["Azure"], "meterCategory": ["x"]}
    what = base(streams=[{"name": "azure", "where": own}, {"name": "aws", "where": {"ServiceProviderName": ["AWS"]}}])
    header = ["BilledCost", "ServiceProviderName", "ProviderName"]
    assert columns_of(what, header, ["AWS"]) == ()
    assert columns_of(what, header, ["AWS", "Azure"]) == ("meterCategory",)
    assert columns_of(what, [], ["Oracle"]) == ()


def many_services(path: Path) -> dict[str, Decimal]:
    """Write bills of a hundred services, one of them unnamed, and return what each comes to."""
    rows = [FOCUS | {"BilledCost": f"{n}.{n:02}", "ServiceName": f"s'{n % 100}" if n % 100 else ""} for n in range(300)]
    focus_file(path, rows)
    found: Counter[str] = Counter()
    for row in rows:
        found[row["ServiceName"]] += Decimal(row["BilledCost"])  # type: ignore[assignment]
    return dict(found)  # type: ignore[arg-type]


@pytest.mark.parametrize("listed", [1, 64, 65, 99])
def test_streams_are_found_by_few_values_and_by_many(tmp_path: Path, listed: int) -> None:
    """Looked up or joined, the first stream that names a service has its rows; what no stream names is left out."""
    path = tmp_path / "many.csv"
    services, names = many_services(path), [f"s'{n}" for n in range(1, listed + 1)]
    what = base(streams=[{"name": "first", "where": {"ServiceName": names[:1]}},
                         {"name": "all", "where": {"ServiceName": names}}])  # fmt: skip
    wanted = {"first": services[names[0]], "all": sum((services[name] for name in names[1:]), Decimal(0))}
    found = {name.split("/")[1]: amount for name, (amount, _) in sums(path, "duckdb", what).items()}
    assert found == {stream: amount for stream, amount in wanted.items() if amount}


def test_streams_may_be_what_others_leave(tmp_path: Path) -> None:
    """By what it is not, or whatever is left: such streams are asked row by row, in their order."""
    path = tmp_path / "many.csv"
    services = many_services(path)
    others, rest = sum(services.values()) - services["s'1"] - services["s'2"], services["s'2"]
    what = base(streams=[{"name": "one", "where": {"ServiceName": ["s'1"]}},
                         {"name": "others", "without": {"ServiceName": ["s'2"]}}, "rest"])  # fmt: skip
    found = {name.split("/")[1]: amount for name, (amount, _) in sums(path, "duckdb", what).items()}
    assert found == {"one": services["s'1"], "others": others, "rest": rest}


def test_the_test_of_an_engine_is_run_once_for_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTCALL_CACHE", str(tmp_path))
    with open_engine("duckdb") as (engine, _):
        assert has_passed(engine)
        (noted,) = (tmp_path / "firstcall").iterdir()
        assert noted.read_text() == f"duckdb {engine.version} adds decimals exactly\n"
        monkeypatch.setattr(type(engine), "version", "0.0.1")
        assert not has_passed(engine)


def test_where_nothing_can_be_noted_the_engine_is_tested_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FIRSTCALL_CACHE", str(tmp_path / "file"))
    with open_engine("duckdb") as (engine, _):
        assert not has_passed(engine)
