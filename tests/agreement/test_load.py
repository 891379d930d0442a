"""What is told of files that cannot be used, and that nothing else ever comes of a file."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.read.text import read_yaml
from firstcall.errors import AgreementError

HERE = Path(__file__).resolve().parent
BROKEN = tuple(sorted((HERE / "broken").glob("*.yaml")))
TEXT = (HERE / "harbour.yaml").read_text(encoding="utf-8")
PLAIN = read_yaml(TEXT, "harbour.yaml")[0]


def expected(raw: bytes, name: str) -> str:
    """The message that a broken file's first comment lines tell; places stand there without the file's name."""
    lines = []
    for line in raw.decode(errors="replace").split("\n"):
        if not line.startswith("#"):
            break
        lines.append(re.sub(r"^(  see: )?(?=\d+:\d+)", rf"\g<1>{name}:", line[2:]))
    return "\n".join(lines)


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_a_broken_file_is_told_in_its_own_first_lines(path: Path) -> None:
    raw = path.read_bytes()
    with pytest.raises(AgreementError) as refused:
        load(raw, path.name)
    assert str(refused.value) == expected(raw, path.name)


def test_every_message_says_how_to_mend_it() -> None:
    for path in BROKEN:
        with pytest.raises(AgreementError) as refused:
            load(path.read_bytes())
        assert all(problem.fix for problem in refused.value.problems), path.name


def test_there_are_broken_files_and_each_says_something_else() -> None:
    said = [expected(path.read_bytes(), "") for path in BROKEN]
    assert len(BROKEN) > 80 and len(set(said)) == len(said)


@pytest.mark.parametrize("name", ["microsoft-openai", "wiraksa"])
def test_the_examples_load(root: Path, name: str) -> None:
    raw = (root / "examples" / name / "agreement.yaml").read_bytes()
    assert load(raw).id == name
    assert load(raw.replace(b"\n", b"\r\n")) == load(raw) == load(b"\xef\xbb\xbf" + raw)


def told(text: str) -> list[str]:
    with pytest.raises(AgreementError) as refused:
        load(text, "a.yaml")
    problems = refused.value.problems
    assert list(problems) == sorted(problems, key=lambda problem: problem.place)
    return [str(problem.what) for problem in problems]


def test_faults_of_form_and_of_names_come_in_one_pass_in_the_order_of_the_text() -> None:
    text = TEXT.replace("[training, serving]", "[training, serving, training]").replace(
        "at: [supplier-cloud]", "at: [c]"
    )
    text = text.replace("signed: 2025-01-10", "signed: 2025-01-40").replace("type: consent", "type: consent\n    x: y")
    text = text.replace("timezone: Europe/Lisbon", "timezone: Lisbon")
    assert told(text) == [
        "'Lisbon' is not a time zone",
        "'training' stands twice in workloads",
        "unknown provider 'c'",
        "unknown key 'x'",
        "'2025-01-40' is not a day of the calendar",
    ]


@pytest.mark.parametrize(
    ("old", "new", "only"),
    [
        ("type: exclusivity", "type: exclusive", "unknown clause type 'exclusive'"),  # yet `leave` lifts it
        ("{operator: supplier}", "{operatr: supplier, operator: []}", None),  # yet `exclusive` names it
        ("{name: Supplier, role: holder}", "{name: Supplier, role: hodler}", "'hodler' is not a value of 'role'"),
        ("{name: Buyer, role: grantor}", "{name: Buyer, role: grantro}", "'grantro' is not a value of 'role'"),
        ("deed: {title: Deed of partnership}", "deed: []", None),
        ("providers:", "provider:", "unknown key 'provider'"),
        ("until: 2030-12-31", "until: 2030-12-32", "'2030-12-32' is not a day of the calendar"),
        ("effective: 2024-01-01", "effective: 2024-01-99", "'2024-01-99' is not a day of the calendar"),
    ],
)
def test_what_only_follows_from_another_fault_is_not_told(old: str, new: str, only: str | None) -> None:
    said = told(TEXT.replace(old, new, 1))
    assert not [what for what in said if what.startswith(("unknown party", "unknown provider", "unknown clause '"))]
    assert only is None or said == [only]


def test_an_amendment_that_cannot_be_read_does_not_blame_the_next() -> None:
    more = "  - {id: next, signed: 2025-03-01, effective: 2025-03-01, remove: [refusal]}\n"
    assert told(TEXT.replace("effective: 2025-02-01", "effective: soon") + more) == ["'soon' is not a date"]


def test_too_much_missing_is_told_without_guessing() -> None:
    said = told(TEXT.replace("  workloads: [training, serving]\n", "  words: []\n"))
    assert said == ["the key 'workloads' is missing", "unknown key 'words'"]


def test_remarks_are_passed_over_where_keys_are_fields() -> None:
    remarked = TEXT.replace("title: A", "x-checked-by: {name: [counsel]}\ntitle: A").replace(
        "    by:", "    x-why: open\n    by:"
    )
    assert load(remarked) == load(TEXT)


def test_names_may_begin_with_x() -> None:
    loaded = load(
        TEXT.replace("rival-cloud: {operator: third_party}", "x-ai: {operator: third_party, x-note: a rival}")
    )
    assert "x-ai" in loaded.providers


def test_text_with_half_a_character_is_refused_as_bytes_are() -> None:
    assert told(TEXT + "# \ud800") == ["the file is not UTF-8 text (byte 0xed)"]


def test_what_is_too_large_is_refused_at_once() -> None:
    assert told("#" * 1_000_001) == ["the file has 1,000,001 bytes; at most 1,000,000 are read"]
    assert told("a:\n" + "- b\n" * 50_000) == ["the file has more than 50,000 values"]


def test_the_same_problem_is_told_once() -> None:
    said = told(TEXT.replace("lifts: [exclusive]", "lifts: [exklusive, exklusive]"))
    assert said == ["unknown clause 'exklusive'"] * 2  # at two places
    more = "  - {id: next, signed: 2025-03-01, effective: 2025-03-01}\n"
    assert told(TEXT.replace("by: supplier", "by: suplier") + more) == ["unknown party 'suplier'"]  # in three texts


def judged(raw: bytes | str) -> None:
    """Load, and hold whatever comes of it to the promise."""
    try:
        assert isinstance(load(raw, "a.yaml"), Agreement)
    except AgreementError as error:
        assert error.problems and str(error).encode()
        assert all(str(problem.what).isprintable() for problem in error.problems)
        places = [problem.place for problem in error.problems]
        lines = (raw if isinstance(raw, bytes) else raw.encode()).count(b"\n") + 1
        assert places == sorted(places) and all(1 <= place.line <= lines + 1 for place in places)


TOKENS = r"""\t \0 &a\s *a\s !!x\s <<:\s -\s :\s ?\s { } [ ] \q ' |\n >-\n \n---\n \n...\n %YAML\s1.1\n
# \r null 2025-13-01 x- @ ` true ~"""
ESCAPES = {r"\t": "\t", r"\0": "\0", r"\s": " ", r"\q": '"', r"\n": "\n", r"\r": "\r"}
SPELT = [re.sub(r"\\.", lambda found: ESCAPES[found[0]], token) for token in TOKENS.split()]
STRANGE = ['"\\ud800"', '"\\U00110000"', "9" * 5000, "\u2028", "\x85", "\ufeff"]
MARKS = st.sampled_from([*(text.encode() for text in (*SPELT, *STRANGE)), b"\xff", b"\xc3"])
SPOTS = st.integers(0, len(TEXT))
CUTS = st.tuples(SPOTS, st.integers(0, 80), MARKS | st.binary(max_size=6))


@settings(max_examples=400)
@given(st.lists(CUTS, min_size=1, max_size=4))
def test_no_change_of_a_text_breaks_the_reader(cuts: list[tuple[int, int, bytes]]) -> None:
    raw = TEXT.encode()
    for spot, length, mark in cuts:
        raw = raw[:spot] + mark + raw[spot + length :]
    judged(raw)


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.text(max_size=200))
@example(b"[" * 100_000)
@example(b"{a: " * 100_000)
@example(b"- " * 100_000)
@example(b"a: " + b"x" * 999_000)
@example(b"? " * 5_000)
@example("\n".join(" " * depth + "a:" for depth in range(400)))
def test_no_bytes_break_the_reader(raw: bytes | str) -> None:
    judged(raw)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", "supplier", "leave", "region", "2025-01-01", "0.5", "x" * 90])
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=6) | st.sampled_from(["id", "type", "x-a"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def spots(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, item in inner for spot in spots(item, (*path, key)))]


@settings(max_examples=400)
@given(st.lists(st.tuples(st.sampled_from(spots(PLAIN)[1:]), JUNK), min_size=1, max_size=3))
def test_no_value_in_any_place_breaks_the_reader(changes: list[tuple[tuple[str | int, ...], Any]]) -> None:
    data = json.loads(json.dumps(PLAIN))
    for path, junk in changes:
        here = data
        try:
            for part in path[:-1]:
                here = here[part]
            here[path[-1]] = junk
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    judged(json.dumps(data, ensure_ascii=False))


def test_many_problems_are_told_in_reasonable_work(harbour: str) -> None:
    clauses = "".join(f"  - {{id: c{n}, type: consent, by: nobody{n}, lifts: [gone{n}]}}\n" for n in range(1500))
    text = harbour.replace("amendments:", clauses + "amendments:")
    assert len(told(text)) == 3000


def test_many_amendments_are_read_in_reasonable_work(amended: Callable[..., Agreement]) -> None:
    more = "".join(
        f"  - {{id: a{n}, signed: 2025-03-01, effective: 20{90 - n // 4}-03-01, redefine: {{customers: [c{n}]}}}}\n"
        for n in range(80)
    )
    assert len(amended(more=more).amendments) == 81
