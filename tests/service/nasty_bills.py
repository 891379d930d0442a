"""Bills as nobody wants them: every version of FOCUS and way of writing it, with the hardest figures and texts."""

import csv
import gzip
import io
import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from firstcall.agreement.model.clauses.money_terms import Base

SEED = 6
TAGS = ("cost.centre", 'owner "chief"', "it's", "a/b~c", "Ключ", "$.x", "['y']", "0", "*", "two words", "TEAM", "team")
TEXTS = ("core", 'say "so"', "naïve ☕", "a,b", "1", "true", "line\nbreak", "", "NULL", "back\\slash", "7", "x.y")
COSTS = (
    "0", "-0.000000000000000001", "0.000000000000000001", "99999999999999999999", "-99999999999999999999",
    "99999999999999999999.999999999999999999", "99999999999999999999", "99999999999999999999", "35.2E-7", "12e3",
    "-1.5E1", "0.1", "0.2", "-0.3", "1234.5600000000000000000000", "0.333333333333333333", "7", "10.005",
)  # fmt: skip
OFFSETS = ("Z", "+05:45", "-03:30", "+14:00", "-11:00", "", ".000Z", ".250000Z")
SERVICES = ("Models", "Modèle «β»", "models", "Storage")
CATEGORIES = ("Usage", "usage", "USAGE", "Credit", "Purchase", "Adjustment", "Tax")
STREAMS: tuple[dict[str, Any], ...] = (
    {"name": "centre", "where": {"Tags.cost.centre": ["core", 'say "so"', "1", "true"]}},
    {"name": "owner", "where": {'Tags.owner "chief"': ["naïve ☕", "a,b"], "ServiceName": ["Models", "Modèle «β»"]}},
    {"name": "odd", "where": {"Tags.it's": ["x.y", "7"]}, "without": {"Tags.a/b~c": ["core"], "RegionId": ["xx"]}},
    {"name": "key", "where": {"Tags.Ключ": ["line\nbreak", "back\\slash"]}},
    {"name": "path", "where": {"Tags.$.x": ["core"]}},
    {"name": "place", "where": {"Tags.['y']": ["core"]}},
    {"name": "star", "where": {"Tags.*": ["core"], "Tags.0": ["core", "7", "1"]}},
    {"name": "case", "where": {"Tags.team": ["core"]}, "without": {"Tags.TEAM": ["core", "7"]}},
    {"name": "sku", "where": {"SkuId": ["7", "11"]}},
    {"name": "rest", "without": {"Tags.two words": ["core"]}},
)


def bills(count: int, seed: int = SEED) -> list[dict[str, Any]]:
    """Rows in plain Python: instants, figures as they are written, tags as a dictionary."""
    rng = random.Random(seed)
    found: list[dict[str, Any]] = []
    for _ in range(count):
        start = datetime(2024, 12, 31, 12, tzinfo=UTC) + timedelta(
            seconds=rng.choice([0, 1, 3599, 43199, 43200, 65699, 65700, 86399, 45000 + rng.randrange(90 * 86400)])
        )
        start += timedelta(days=rng.choice([0, 0, 1, 30, 31, 58, 59]))
        month = (start + timedelta(days=rng.choice([0, 0, 0, 35]))).date().replace(day=1)
        found.append({
            "cost": rng.choice(COSTS), "start": start, "month": month, "kind": rng.choice(CATEGORIES),
            "service": rng.choice(SERVICES), "region": rng.choice(["us", "xx", None]), "sku": rng.choice([7, 11, 12]),
            "currency": rng.choice(["USD", "USD", "EUR"]), "tags": _tags(rng), "offset": rng.choice(OFFSETS),
        })  # fmt: skip
        if rng.random() < 0.1:
            found.append(dict(found[-1]))
    return found


def _tags(rng: random.Random) -> dict[str, object] | None:
    if rng.random() < 0.15:
        return None
    said: dict[str, object] = {name: rng.choice(TEXTS) for name in rng.sample(TAGS, rng.randrange(6))}
    said |= {name: rng.choice([7, 1, True, None, "core"]) for name in rng.sample(TAGS, 2)}
    return said


def reduced_by_hand(rows: Iterable[Mapping[str, Any]], base: Base, zone: ZoneInfo) -> dict[tuple[str, ...], Any]:
    """The sums that a base comes to, in plain Python: each with its number of rows."""
    amounts: dict[tuple[str, ...], Fraction] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        stream = next((one.name for one in base.streams if _holds(row, one.where, one.without)), None)
        if stream is None or row["kind"].lower() not in base.kinds:
            continue
        day = row["start"].astimezone(zone).date().isoformat()
        key = (stream, row["kind"].lower(), day, row["currency"], f"{row['month']:%Y-%m}")
        amounts[key] = amounts.get(key, Fraction(0)) + Fraction(Decimal(row["cost"]))
        counts[key] += 1
    return {key: (amount, counts[key]) for key, amount in amounts.items()}


def _holds(row: Mapping[str, Any], where: Mapping[str, Sequence[str]], without: Mapping[str, Sequence[str]]) -> bool:
    return all(_field(row, name) in words for name, words in where.items()) and not any(
        _field(row, name) in words for name, words in without.items()
    )


def _field(row: Mapping[str, Any], name: str) -> str | None:
    if name.startswith("Tags."):
        said = (row["tags"] or {}).get(name[5:])
        return None if said is None else said if isinstance(said, str) else json.dumps(said)
    found: dict[str, str | None] = {
        "ServiceName": row["service"], "RegionId": row["region"], "SkuId": str(row["sku"])
    }  # fmt: skip
    return found[name]


def text_rows(rows: Iterable[Mapping[str, Any]], provider: str) -> list[dict[str, str]]:
    """The rows as a CSV export has them."""
    return [
        {
            "BilledCost": row["cost"], "BillingCurrency": row["currency"], "ChargeCategory": row["kind"],
            "BillingPeriodStart": f"{row['month']}T00:00:00Z",
            "ChargePeriodStart": written(row["start"], row["offset"]),
            provider: "Beta Cloud", "ServiceName": row["service"], "RegionId": row["region"] or "NULL",
            "SkuId": str(row["sku"]), "Tags": "" if row["tags"] is None else json.dumps(row["tags"]),
        }
        for row in rows
    ]  # fmt: skip


def written(at: datetime, offset: str) -> str:
    """An instant with an offset, which does not change it."""
    if not offset.startswith(("+", "-")):
        return f"{at:%Y-%m-%dT%H:%M:%S}{offset if not offset.startswith('.25') else 'Z'}"
    sign = -1 if offset[0] == "-" else 1
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
    return f"{at.astimezone(timezone(sign * shift)):%Y-%m-%dT%H:%M:%S}{offset}"


def write_csv(path: Path, rows: Sequence[Mapping[str, str]], backwards: bool = False, **how: str) -> Path:
    """A CSV file; packed if its name says so; `how` goes to the writer."""
    names = list(rows[0])[:: -1 if backwards else 1]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, **how)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    data = ("\ufeff" if backwards else "").encode() + out.getvalue().encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_parquet(path: Path, rows: Sequence[Mapping[str, Any]], figures: pa.DataType, **how: Any) -> Path:
    """A Parquet file: tags as a map, instants with a zone or without, figures of a type."""
    zone = how.pop("zone", None)
    at = pa.timestamp("us", tz=zone)
    kinds = {"BilledCost": figures, "BillingPeriodStart": at, "ChargePeriodStart": at, "SkuId": pa.int64()}
    said = []
    for row in rows:
        month: date = row["month"]
        said.append({
            "BilledCost": Decimal(row["cost"]), "BillingCurrency": row["currency"], "ChargeCategory": row["kind"],
            "BillingPeriodStart": datetime(month.year, month.month, 1, tzinfo=UTC if zone else None),
            "ChargePeriodStart": row["start"] if zone else row["start"].replace(tzinfo=None),
            "ServiceProviderName": "Beta Cloud", "ServiceName": row["service"], "RegionId": row["region"],
            "SkuId": row["sku"], "Tags": _mapped(row["tags"]) if how.get("maps") else _json(row["tags"]),
        })  # fmt: skip
    tags = pa.map_(pa.string(), pa.string()) if how.pop("maps", False) else pa.string()
    schema = pa.schema([(name, kinds.get(name, tags if name == "Tags" else pa.string())) for name in said[0]])
    pq.write_table(pa.Table.from_pylist(said, schema=schema), path, **how)
    return path


def _json(tags: Mapping[str, object] | None) -> str | None:
    return None if tags is None else json.dumps(tags, ensure_ascii=False)


def _mapped(tags: Mapping[str, object] | None) -> list[tuple[str, str | None]] | None:
    if tags is None:
        return None
    return [(name, said if said is None or isinstance(said, str) else json.dumps(said)) for name, said in tags.items()]


def write_all(folder: Path, rows: Sequence[Mapping[str, Any]]) -> list[Path]:
    """The rows in files of every kind; together they hold each row once."""
    folder.mkdir(parents=True, exist_ok=True)
    wide, narrow = pa.decimal128(38, 18), pa.decimal128(28, 8)
    short = [row for row in rows if (Fraction(Decimal(row["cost"])) * 10**8).denominator == 1]
    long = [row for row in rows if row not in short]
    parts = [short[n::6] for n in range(6)]
    return [
        write_csv(folder / "focus-1.0.csv", text_rows(long + parts[0], "ProviderName")),
        write_csv(folder / "focus-1.2.csv.gz", text_rows(parts[1], "ProviderName"), lineterminator="\n"),
        write_csv(folder / "focus-1.4.csv", text_rows(parts[2], "ServiceProviderName"), backwards=True),
        write_parquet(folder / "narrow.parquet", parts[3], narrow),
        write_parquet(folder / "wide.parquet", parts[4], wide, maps=True, zone="Asia/Kathmandu"),
        write_parquet(folder / "old.parquet", parts[5], wide, use_deprecated_int96_timestamps=True),
    ]


def clauses() -> str:
    """Money clauses over the nasty bills: tiers, a change of rate inside a day, a commitment by name and by filters."""
    said = json.dumps(STREAMS, ensure_ascii=False)
    return f"""\
  - id: resale
    type: revenue_share
    payer: beta
    payee: alpha
    base: {{source: focus, zone: Asia/Kathmandu, streams: {said}}}
    tiers:
      method: whole
      steps: [{{threshold: "0", rate: "0.5"}}, {{threshold: "1000", rate: "0.333333333333333333"}}]
    currency: USD
    exchange: {{rule: average_of_period, missing: previous}}
    rounding: {{at: bucket, mode: half_even}}
  - id: share
    type: revenue_share
    payer: alpha
    payee: beta
    base: {{source: focus, streams: [{{name: rest, without: {{'Tags.two words': [core], ServiceName: [Storage]}}}}],
            kinds: [usage, credit, tax]}}
    rate: "0.07"
    currency: USD
    exchange: {{missing: previous}}
  - id: buy
    type: commitment
    by: alpha
    to: beta
    amount: "300000000000000000000"
    currency: USD
    since: 2025-01-01
    until: 2025-12-31
    commitment_ids: [C-1]
    exchange: {{missing: previous}}
    base: {{source: focus, streams: [{{name: models, where: {{ServiceName: [Models]}}}}]}}
amendments:
  - id: first
    signed: 2025-01-20
    effective: 2025-02-02
    replace:
      - id: share
        type: revenue_share
        payer: alpha
        payee: beta
        base: {{source: focus, streams: [{{name: rest, without: {{'Tags.two words': [core], ServiceName: [Storage]}}}}],
                kinds: [usage, credit, tax]}}
        rate: "0.08"
        currency: USD
        exchange: {{missing: previous}}
"""


def applied_rows() -> list[dict[str, str]]:
    """Rows that were applied to commitments by name."""
    found = []
    for cost, names in (("250.25", ("C-1",)), ("12e2", ("C-1", "C-2")), ("-3", ("C-2",)), ("9", ())):
        elements = [{"ContractId": "K", "CommitmentId": name, "AppliedCost": 100.125} for name in names]
        found.append({
            "BilledCost": cost, "BillingCurrency": "USD", "ChargeCategory": "Usage",
            "BillingPeriodStart": "2025-01-01", "ChargePeriodStart": "2025-01-31T23:59:59-03:30",
            "ServiceProviderName": "Beta Cloud", "ServiceName": "Models", "RegionId": "", "SkuId": "7",
            "Tags": '{"a": "\\u00e9"}',
            "ContractApplied": json.dumps({"Elements": elements}) if names else "NULL",
        })  # fmt: skip
    return found
