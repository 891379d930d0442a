"""Files of placements: which there are, and their rows as Arrow batches; Parquet, CSV and Arrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal, assert_never
from urllib.parse import unquote

import numpy
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.ipc as pa_ipc
import pyarrow.parquet as pq

from firstcall.agreement.read.text_faults import SaveAsUtf8
from firstcall.errors import NotFound, Place, QuestionError, RecordError, near_or_listed
from firstcall.record.transaction_lines import ColumnTwice
from firstcall.said import Quoted, Said, sentence
from firstcall.service.papers import NotUtf8
from firstcall.service.plain_files import CheckPath, NoFile, all_below
from firstcall.service.questions.question_file import DropOneOfThem
from firstcall.values import dataclass

Form = Literal["parquet", "csv", "arrow"]
SUFFIXES: dict[str, Form] = {
    ".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".arrow": "arrow", ".ipc": "arrow", ".feather": "arrow",
}  # fmt: skip
PRESSED_CSV = (".csv", ".gz")
"""CSV packed by gzip is read as it is."""
BATCH_ROWS = 1 << 18
"""Rows that are read and judged at a time: few enough that their columns stay near."""
_CSV_BYTES = 1 << 26
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
"""What a folder is called for rows without a value."""


class NoFileNamedLike(Said):
    says = sentence("audit.no-file-named-like", "no file is named like '{text}'")
    text: str


class NameSaysNoForm(Said):
    says = sentence("audit.name-says-no-form", "'{path}': its name does not say what form it has")
    path: str


class NameFilesEndingIn(Said):
    says = sentence("audit.name-files-ending-in", "name files that end in {names}")
    names: str


class NoPlacementColumn(Said):
    says = sentence("audit.no-placement-column", "there is no column {theirs}")
    theirs: Annotated[str, Quoted]


class OrMapTheirName(Said):
    says = sentence("audit.or-map-their-name", "{near}; or say --map {ours}=THEIR-NAME")
    near: Said
    ours: str


class ColumnsSeparatedBy(Said):
    says = sentence("audit.columns-separated-by", "its columns are separated by {sign}, not by commas")
    sign: Literal["semicolons", "tabs"]


class SeparateByCommas(Said):
    says = sentence("audit.separate-by-commas", "write it with commas, or as Parquet")


class NoPlacementsInFolder(Said):
    says = sentence("audit.no-placements-in-folder", "the folder '{text}' has no placements in it")
    text: str


class ItCannotBeRead(Said):
    says = sentence("audit.it-cannot-be-read", "it cannot be read: {why}")
    why: str


class RestoreFromItsOrigin(Said):
    says = sentence("audit.restore-from-its-origin", "restore it from where it came")


class GiveRowsTheirColumns(Said):
    says = sentence("audit.give-rows-their-columns", "give each row a value, if need be an empty one, for each column")


_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")
"""How text begins that is written in units of two bytes, as spreadsheets save it."""


@dataclass(frozen=True, slots=True)
class PlacementFile:
    """A file of placements: where it lies, how it is written, the columns it has."""

    path: Path
    form: Form
    schema: Any
    """The Arrow schema; of CSV the names alone count, every value is text."""
    rows: int | None
    """How many rows there are, where the file says so."""
    parts: tuple[tuple[str, str | None], ...] = ()
    """What the names of its folders say, as `region=java`; a column for each, where the file has none."""

    @property
    def name(self) -> str:
        """The path as it is shown."""
        return str(self.path)


def files_of(paths: Sequence[str]) -> tuple[PlacementFile, ...]:
    """Return the files that paths, folders and globs name, each once, in order.

    Raises:
      NotFound: nothing lies there.
      QuestionError: a file whose form cannot be told.
      RecordError: a file that cannot be read.
    """
    found: dict[Path, None] = {}
    for text in paths:
        found |= dict.fromkeys(_named(text))
    return tuple(_opened(path) for path in found)


def _named(text: str) -> list[Path]:
    """Return the files that one argument names."""
    path = Path(text)
    if path.is_file():
        return [path]
    if path.is_dir():
        held = [item for item in all_below(path) if item.is_file() and not _hidden(item.relative_to(path))]
        if not held:
            raise NotFound(NoPlacementsInFolder(text=text), fix=CheckPath())
        return held
    if any(sign in text for sign in "*?["):
        root = Path(path.anchor) if path.is_absolute() else Path()
        pattern = str(path.relative_to(path.anchor)) if path.is_absolute() else text
        held = [item for item in sorted(root.glob(pattern)) if item.is_file()]
        if held:
            return held
        raise NotFound(NoFileNamedLike(text=text), fix=CheckPath())
    raise NotFound(NoFile(file=text), fix=CheckPath())


def _hidden(path: Path) -> bool:
    """Say whether a program left a file for itself, as Spark does: its name begins with a dot or an underscore."""
    return any(part.startswith((".", "_")) for part in path.parts)


def log_form(path: Path) -> Form:
    """Return how a file is written, by its name.

    Raises:
      QuestionError: its name does not say.
    """
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        known = ", ".join(SUFFIXES)
        raise QuestionError(NameSaysNoForm(path=str(path)), fix=NameFilesEndingIn(names=known))
    return form


def _opened(path: Path) -> PlacementFile:
    pressed = tuple(suffix.lower() for suffix in path.suffixes[-2:]) == PRESSED_CSV
    form: Form = "csv" if pressed else log_form(path)
    with _readable(path):
        match form:
            case "parquet":
                with pq.ParquetFile(path) as held:
                    schema, rows = held.schema_arrow, held.metadata.num_rows
            case "csv":
                _check_encoding(path, pressed=pressed)
                with pa_csv.open_csv(path, parse_options=_parsing(), convert_options=_as_text(())) as reader:
                    schema, rows = reader.schema, None
            case "arrow":
                with pa.memory_map(str(path)) as raw, _ipc(raw) as reader:
                    schema, rows = reader.schema, None
            case _:
                assert_never(form)
        names = Counter(schema.names)  # which are text only if they are read so
    for name, times in names.items():
        if times > 1:
            raise RecordError(ColumnTwice(column=name), fix=DropOneOfThem(), place=Place(str(path)))
    if form == "csv":
        _check_separator(path, schema.names)
    schema = pa.schema([one.with_type(_in_one_piece(one.type)) for one in schema])
    parts = tuple((name, value) for name, value in _folder_values(path).items() if name not in schema.names)
    for name, _ in parts:
        schema = schema.append(pa.field(name, pa.string()))
    return PlacementFile(path, form, schema, rows, parts)


def _check_encoding(path: Path, *, pressed: bool) -> None:
    """Refuse a file whose first bytes say that it is text of another encoding."""
    if not pressed:
        with path.open("rb") as raw:
            if raw.read(2) in _WIDE_TEXT:
                raise RecordError(NotUtf8(), fix=SaveAsUtf8(), place=Place(str(path)))


def _check_separator(path: Path, names: Sequence[str]) -> None:
    """Refuse a file of one column whose heading is a list by itself."""
    signs: dict[str, Literal["semicolons", "tabs"]] = {";": "semicolons", "\t": "tabs"}
    for sign, word in signs.items():
        if len(names) == 1 and sign in names[0]:
            raise RecordError(ColumnsSeparatedBy(sign=word), fix=SeparateByCommas(), place=Place(str(path)))


def _folder_values(path: Path) -> dict[str, str | None]:
    """Return what the names of a file's folders say of all its rows, as programs part large logs; the last counts."""
    said = (part.partition("=") for part in path.parent.parts)
    return {name: None if value == _NO_VALUE else unquote(value) for name, sign, value in said if name and sign}


def _ipc(raw: Any) -> Any:
    """Return a reader of an Arrow file, or of an Arrow stream."""
    try:
        return pa_ipc.open_file(raw)
    except pa.ArrowInvalid:
        raw.seek(0)
        return pa_ipc.open_stream(raw)


def _parsing() -> Any:
    return pa_csv.ParseOptions(newlines_in_values=True)


def _as_text(names: Sequence[str]) -> Any:
    """Return that every value is text, exactly as it stands, and an empty one is none."""
    kinds = dict.fromkeys(names, pa.string())
    return pa_csv.ConvertOptions(
        column_types=kinds, strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True
    )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tell what is wrong with a file that cannot be read."""
    try:
        yield
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowKeyError, pa.ArrowNotImplementedError) as error:
        what, fix = _refused(_said(error))
        raise RecordError(what, fix=fix, place=Place(str(path))) from error
    except (UnicodeDecodeError, EOFError) as error:
        raise RecordError(ItCannotBeRead(why=str(error)), fix=RestoreFromItsOrigin(), place=Place(str(path))) from error
    except OSError as error:
        why = (error.strerror or _said(error)).lower()
        raise RecordError(ItCannotBeRead(why=why), fix=RestoreFromItsOrigin(), place=Place(str(path))) from error


def _refused(why: str) -> tuple[Said, Said]:
    """Return what is wrong with a file, from what Arrow says of it, and what mends it."""
    if "invalid UTF8" in why:
        return NotUtf8(), SaveAsUtf8()
    uneven = why.startswith("CSV parse error: Expected")
    return ItCannotBeRead(why=why), GiveRowsTheirColumns() if uneven else RestoreFromItsOrigin()


def _said(error: Exception) -> str:
    """Return the first sentence of what a library says."""
    line = str(error).strip().split("\n")[0]
    return line[:200].rstrip(".")


def batches(file: PlacementFile, columns: Sequence[str] | None, words: Sequence[str]) -> Iterator[Any]:
    """Yield a file's rows in its order.

    Args:
      file: the file.
      columns: which columns; None for all.
      words: columns of words, read as indices into a list of them.

    Raises:
      RecordError: the file is damaged.
    """
    of_folders = dict(file.parts)
    held = None if columns is None else [name for name in columns if name not in of_folders]
    with _readable(file.path):
        for batch in _held(file, held, [name for name in words if name not in of_folders]):
            yield _with_folders(_without_views(batch), file.parts, columns)


def _held(file: PlacementFile, columns: list[str] | None, words: Sequence[str]) -> Iterator[Any]:
    """Yield the rows that stand in a file."""
    match file.form:
        case "parquet":
            text = [name for name in words if _is_text(file.schema.field(name).type)]
            with pq.ParquetFile(file.path, read_dictionary=text, pre_buffer=True) as held:
                yield from held.iter_batches(BATCH_ROWS, columns=columns, use_threads=False)  # judging is the other
        case "csv":
            reading, names = pa_csv.ReadOptions(block_size=_CSV_BYTES), file.schema.names
            with pa_csv.open_csv(file.path, reading, _parsing(), _as_text(names)) as reader:
                for batch in reader:
                    yield batch if columns is None else batch.select(columns)
        case "arrow":
            with pa.memory_map(str(file.path)) as raw, _ipc(raw) as reader:
                for batch in _each(reader):
                    yield batch if columns is None else batch.select(columns)
        case _:
            assert_never(file.form)


def _in_one_piece(kind: Any) -> Any:
    """Return a kind of text or bytes as most functions take it; any other as it is."""
    if pa.types.is_string_view(kind):
        return pa.string()
    return pa.binary() if pa.types.is_binary_view(kind) else kind


def _without_views(batch: Any) -> Any:
    columns = [column if (kind := _in_one_piece(column.type)) == column.type else column.cast(kind)
               for column in batch.columns]  # fmt: skip
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _with_folders(batch: Any, parts: Sequence[tuple[str, str | None]], columns: Sequence[str] | None) -> Any:
    """Return rows with what the names of their folders say, each as a column of its own."""
    for name, value in parts:
        if columns is None or name in columns:
            indices = pa.array(numpy.zeros(batch.num_rows, dtype=numpy.int32))
            words = pa.DictionaryArray.from_arrays(indices, pa.array([value], pa.string()))
            batch = batch.append_column(name, words if value is not None else pa.nulls(batch.num_rows, pa.string()))
    return batch


def _each(reader: Any) -> Iterator[Any]:
    """Yield the batches of an Arrow file or stream, none of more rows than are judged at a time."""
    count = getattr(reader, "num_record_batches", None)
    held = iter(reader) if count is None else (reader.get_batch(number) for number in range(count))
    for batch in held:
        for start in range(0, batch.num_rows, BATCH_ROWS):
            yield batch.slice(start, BATCH_ROWS)


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def check_column(file: PlacementFile, ours: str, theirs: str) -> None:
    """Refuse a file that lacks a column which every placement needs.

    Raises:
      RecordError: naming the file and the nearest column.
    """
    if theirs not in file.schema.names:
        near = near_or_listed(theirs, file.schema.names, "column")
        raise RecordError(
            NoPlacementColumn(theirs=theirs), fix=OrMapTheirName(near=near, ours=ours), place=Place(str(file.name))
        )
