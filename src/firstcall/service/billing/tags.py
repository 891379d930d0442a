"""JSON columns that a clause asks for by name: what every engine reads alike, checked before it is read."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from firstcall.errors import BillingError, Place
from firstcall.said import Quoted, Said, sentence
from firstcall.service.billing.source import ROW, is_parquet, literal, source, sql_column
from firstcall.service.engines.duckdb import DuckEngine

_LENIENT = r",\s*[}\]]|NaN|Infinity"
"""What DuckDB lets pass in JSON, and no standard does; a text between quotes may hold it too."""
_WHOLE = "('VARCHAR', 'UBIGINT', 'BIGINT', 'BOOLEAN', 'NULL')"


class TagsNoObject(Said):
    says = sentence("billing.tags-no-object", "{column} is no JSON object: {shown}")
    column: str
    shown: str


class WriteTags(Said):
    says = sentence(
        "billing.write-tags",
        'FOCUS writes {{"team": "models"}}; export it again, or leave the column out of the base',
    )


class TagOfOtherKind(Said):
    says = sentence(
        "billing.tag-of-other-kind",
        "{column} says under {key} what is neither text nor a whole number: {shown}",
    )
    column: str
    key: Annotated[str, Quoted]
    shown: str


class WriteTagAsText(Said):
    says = sentence("billing.write-tag-as-text", "write it as text, between quotes")


def check_tags(duck: DuckEngine, path: Path, file: str, asked: Sequence[tuple[str, str]]) -> None:
    """Refuse rows whose JSON cannot be read, or says under a name what no list of words can hold.

    Texts, whole numbers, true and false are compared as they are written; engines write 1.10 and lists in
    different ways, so that a clause must not rest on them.

    Args:
      duck: reads the rows.
      path: a typed file.
      file: its name as people know it.
      asked: JSON columns, each with the name that is looked up in it.
    Raises:
      BillingError: naming the first such row.
    """
    kinds = duck.kinds(path)
    number = ROW if ROW in kinds else "file_row_number + 2" if is_parquet(path) else "0"
    for column, key in asked:
        if kinds.get(column, "").startswith("MAP("):
            continue
        text, where = sql_column(column), f"FROM {source(path)} WHERE"
        broken = f"NOT json_valid({text}) OR json_type(CASE WHEN json_valid({text}) THEN {text} END) <> 'OBJECT'"
        pointer = literal("/" + key.replace("~", "~0").replace("/", "~1"))
        odd = f"json_type(CASE WHEN json_valid({text}) THEN {text} END, '{pointer}') NOT IN {_WHOLE}"
        if not duck.raw.execute(f"SELECT 1 {where} {broken} OR {odd} OR {_suspect(text)} LIMIT 1").fetchone():
            continue
        first = f"SELECT {number}, {text} {where}"
        found = duck.raw.execute(f"{first} {broken} ORDER BY 1 LIMIT 1").fetchone() or _lenient(
            duck, f"SELECT min({number}), {text} {where} {_suspect(text)} GROUP BY 2 ORDER BY 1"
        )
        if found:
            raise BillingError(
                TagsNoObject(column=column, shown=str(found[1])[:60]),
                fix=WriteTags(),
                place=Place(str(file), found[0]),
            )
        if row := duck.raw.execute(f"{first} {odd} ORDER BY 1 LIMIT 1").fetchone():
            raise BillingError(
                TagOfOtherKind(column=column, key=key, shown=str(row[1])[:60]),
                fix=WriteTagAsText(),
                place=Place(str(file), row[0]),
            )


def _suspect(text: str) -> str:
    """Return the condition for texts that only a lenient reader may take."""
    return f"regexp_matches({text}, '{_LENIENT}')"


def _lenient(duck: DuckEngine, query: str) -> tuple[int, str] | None:
    """Return the first row whose JSON only a lenient reader takes."""
    for row, text in duck.raw.execute(query).fetchall():
        try:
            json.loads(text, parse_constant=_refused)
        except ValueError:
            return int(row), str(text)
    return None


def _refused(word: str) -> None:
    raise ValueError(word)
