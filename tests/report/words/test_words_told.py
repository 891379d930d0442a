"""Errors in other languages: every sentence of one is said, and nothing of it stays in English."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import catalogues
from firstcall.agreement.load import load
from firstcall.errors import AgreementError, FirstcallError, RecordError
from firstcall.record.journal.journal import read_record
from firstcall.record.journal.supposed import read_supposed
from firstcall.record.transactions import read_transactions
from firstcall.report.words.books.phrases import phrase_in
from firstcall.report.words.spoken import told_in
from firstcall.report.words.words import Words, words_in
from firstcall.said import Said

ROOT = Path(__file__).resolve().parents[3]
SRC = ROOT / "src" / "firstcall"
BROKEN = sorted((ROOT / "tests" / "agreement" / "broken").glob("*.yaml"))
SAID = re.compile(r"⟦[^⟦⟧]*⟧")
AS_TYPED = re.compile(r"'[^']*'|`[^`]*`|\S*[\d_/.<>{}()-]\S*|\b[A-Z]{2,}\b")
"""What is quoted, and what can only be a name: of a file, a flag, an id."""


def marking() -> Words:
    """Words of a language in which every sentence stands in marks."""
    said: dict[str, str | tuple[str, ...]] = {}
    for message in catalogues.messages():
        one = message if isinstance(message, str) else message[0]
        parts = re.split(r"('?\{\w+\}'?)", one)
        said[one] = "".join(f"⟦{part}⟧" if at % 2 == 0 else part for at, part in enumerate(parts) if part)
    return Words("es", said)


MARKING = marking()


def unsaid(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """The words of an error that nobody said in the language, and that are no names."""
    left = AS_TYPED.sub(" ", SAID.sub(" ", told_in(text, MARKING)))
    return [word for word in re.findall(r"[^\W\d_]{2,}", left) if word not in names]


def are_facts(error: FirstcallError) -> bool:
    """Whether an error is told as facts alone, which every language says."""
    told = [(one.what, one.fix) for one in error.problems] or [(error.what, error.fix)]
    return all(isinstance(what, Said) and (fix is None or isinstance(fix, Said)) for what, fix in told)


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_every_problem_of_an_agreement_is_told_as_facts(file: Path) -> None:
    with pytest.raises(AgreementError) as caught:
        load(file.read_bytes(), file.name)
    assert all(isinstance(part, Said) for one in caught.value.problems for part in (one.what, one.fix))


def test_english_left_over_is_noticed() -> None:
    assert unsaid("unknown workload 'x'\n  fix: think again") == ["think", "again"]
    assert unsaid("a new sentence that no book has") != []


def test_an_error_in_english_is_as_it_was() -> None:
    assert told_in("anything\n  fix: at all", words_in("en")) == "anything\n  fix: at all"


@pytest.mark.parametrize(
    ("text", "es", "id_"),
    [
        ("a.yaml:3:9: unknown clause 'exklusive'\n  fix: did you mean 'exclusive'?\n  see: a.yaml:1:2",
         "a.yaml:3:9: no se reconoce 'exklusive' como cláusula\n  solución: ¿quiso decir 'exclusive'?\n"
         "  véase: a.yaml:1:2",
         "a.yaml:3:9: 'exklusive' tidak dikenal sebagai klausul\n  perbaikan: maksud Anda 'exclusive'?\n"
         "  lihat: a.yaml:1:2"),
        ("'x' has more than 200,000,000 bytes\n  fix: check that it is the right file",
         "'x' tiene más de 200.000.000 bytes\n  solución: compruebe que es el archivo correcto",
         "'x' lebih dari 200.000.000 bita\n  perbaikan: pastikan berkasnya benar"),
        ("offer 'o' is not on the record by 2025-02-01T08:00:00Z\n  fix: use one of: a, b and 3 more",
         "la oferta 'o' no consta en el registro a 1 feb 2025 8:00:00 (UTC)\n"
         "  solución: use uno de estos: a, b y 3 más",
         "tawaran 'o' tidak ada dalam catatan per 1 Feb 2025 08.00.00 (UTC)\n"
         "  perbaikan: pakai salah satu dari: a, b dan 3 lagi"),
        ("at: a mapping stands where a list is wanted\n  fix: write [a, b], or one value a line after '- '",
         "at: aparece un mapeo donde se espera una lista\n  solución: escriba [a, b], o un valor por línea tras '- '",
         "at: pemetaan berada di tempat daftar seharusnya ada\n"
         "  perbaikan: tulis [a, b], atau satu nilai per baris setelah '- '"),
    ],
)  # fmt: skip
def test_an_error_reads_as_a_person_would_say_it(text: str, es: str, id_: str) -> None:
    assert told_in(text, words_in("es")) == es
    assert told_in(text, words_in("id")) == id_


CHAIN = '{"id": "e1", "type": "context", "stream": "agreement", "seq": 1, "at": "2025-01-01T00:00:00Z", '


@pytest.mark.parametrize(
    "line",
    [
        "{", "[1]", "[]", '{"a": 1, "a": 2}', '{"a": 1.5}', '{"a": "\\ud800"}', "{" * 5000, '"x', '{"type": "contxt"}',
        '{"type": "context"}', '{"type": "matched", "at": 5, "colour": "red"}', "{" + '"a":"' + "x" * 200_001 + '"}',
        CHAIN + '"recorded": "2025-01-01T00:00:00Z", "by": "a", "entered_by": "b", "title": "t", "hash": "' + "0" * 64
        + '"}', '{"a" 1}', "{'a': 1}", '{"a": 1} 2', '{"a": "\\q"}', '{"a": "\t"}', "\\u12",
    ],
)  # fmt: skip
def test_no_fault_of_a_record_stays_in_english(line: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(line.encode() + b"\n", "record.jsonl")
    assert are_facts(caught.value)


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}\nx'])
def test_no_fault_of_a_supposed_event_stays_in_english(text: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_supposed(text, "what-if.jsonl")
    assert are_facts(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "", "id,title\n", "id,id,colour,title,signed,provider,grade\n", 'id,title,signed,provider,grade\nD1,"x\n',
        "id,title,signed,provider,grade\nD1,x\n", "id,title,signed,provider,grade\n,t,2025-13,,well\n",
        "id,title,signed,provider,grade,capacity_gw,counts,dimensions,binding\n"
        "D1,t,,p,stated,many,capacity_gw;headline_usd,region,perhaps\nD1,t,2025,p,stated,,,,\n",
    ],
)  # fmt: skip
def test_no_fault_of_the_transactions_stays_in_english(text: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_transactions(text, "transactions.csv")
    assert are_facts(caught.value)


ERRORS = {cls.__name__ for cls in FirstcallError.__subclasses__()} | {"FirstcallError", "ValueError"}
ON_THE_WAY = (
    "dates.py", "calendars.py", "deadlines/endings.py", "agreement", "record/journal/corrections.py",
    "record/events/entry.py", "record/events/kinds.py", "record/journal/journal.py", "record/events/offer.py",
    "record/events/milestones.py", "record/journal/streams.py", "record/journal/supposed.py",
    "record/transaction_lines.py", "record/transactions.py", "record/views/view.py", "rights",
    "report/brief/story.py", "report/brief/story_points.py", "report/words/formats.py",
    "service/questions/asking.py", "service/commands/brief.py", "service/commands/clock.py",
    "service/commands/decide.py", "service/papers.py", "service/options.py", "service/page_files.py",
    "service/questions/question_file.py", "service/commands/terms.py",
)  # fmt: skip
"""Where the errors of `brief`, `clock`, `decide` and `terms` are raised."""
ELSEWHERE = re.compile(
    "somebody wrote first|read the record again|^firstcall "  # what only commands that write meet, and commands
    "|^the x 'x' stands twice|^begin with a heading; x|^, until x|^own_build, since"  # parts, tried as wholes above
)
FILLERS = ("x", "'x'", "3", "2025-01-21", "US", "a list", "the key 'x' is missing")


def raised(tree: ast.AST) -> Iterator[ast.expr]:
    """The sentences that code hands to an error, a problem, or a list of them."""
    for node in ast.walk(tree):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name), args=args)) if name in ERRORS:
                yield from args
            case ast.Call(func=ast.Attribute(attr="add" | "fault"), args=args):
                yield from args[-3:]
            case ast.Call(func=ast.Name(id="Problem"), args=args):
                yield from args[1:]
            case ast.Call(func=ast.Attribute(attr="_refuse"), args=args):
                yield from args[1:]
            case ast.Assign(targets=[ast.Name(id="what" | "mend" | "said")], value=value):
                yield value
            case _:
                pass


def texts_of(node: ast.expr, filler: str) -> list[str]:
    """The texts that an expression can be, its gaps filled."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return texts_of(body, filler) + texts_of(orelse, filler)
        case ast.JoinedStr(values=values):
            return ["".join(str(v.value) if isinstance(v, ast.Constant) else filler for v in values)]
        case _:
            return []


def pieces(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        what, _, mend = line.removeprefix("  fix: ").partition("; fix: ")
        yield from (part for part in (what, mend) if part)


def is_said(piece: str) -> bool:
    if phrase_in(piece, "told") or phrase_in(piece, "said"):
        return True
    return all(phrase_in(part, "told") or part in FILLERS for part in piece.split("; "))


def sources() -> list[Path]:
    return list(chain.from_iterable(
        sorted((SRC / name).rglob("*.py")) if (SRC / name).is_dir() else [SRC / name] for name in ON_THE_WAY
    ))  # fmt: skip


@pytest.mark.parametrize("file", sources(), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_sentence_that_an_error_can_say_is_in_the_book(file: Path) -> None:
    lacking = []
    for node in raised(ast.parse(file.read_text(encoding="utf-8"))):
        filled = [[piece for text in texts_of(node, filler) for piece in pieces(text)] for filler in FILLERS]
        for ways in zip(*filled, strict=True):
            if " " in ways[0] and not any(is_said(way) or way in FILLERS for way in ways):
                lacking.append(ways[0])
    assert [text for text in lacking if not ELSEWHERE.search(text)] == []
