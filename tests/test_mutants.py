"""The mutation run: what it changes, where it says a change stands, the same sample again, and a whole small run."""

import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

import mutants
import mutants_worker
from mutants import Mutant, NotTried, Room, Task, Tried

ROOT = Path(__file__).resolve().parent.parent
SAMPLED = """\
room             mutants  killed  survived  timed out   score
money            4 of 90       1         2          1   50.0%
judge                  1       1         0          0  100.0%

money: survivors
  a.py:3
    - return max(days)
    + return min(days)
  a.py:9  (no test of the room comes here)
    - x = 1
    + x = None

judge: no survivors"""


def test_the_rooms_are_there_with_tests_of_their_own_and_share_no_file() -> None:
    changed = [path for room in mutants.ROOMS for path in room.files(ROOT)]
    assert len(changed) == len(set(changed)) and all((ROOT / path).is_file() for path in changed)
    rooms = {"money", "deadlines", "offers", "refusal", "judge", "reckon", "sums", "bills"}
    assert {room.name for room in mutants.ROOMS} == rooms
    for room in mutants.ROOMS:
        assert all((ROOT / code).exists() for code in (*room.code, *room.tests)) and len(room.files(ROOT)) >= 1
    assert "src/firstcall/settlement/statement/netting.py" in changed


def test_a_sample_is_the_same_for_the_same_seed_in_order_and_never_more_than_there_are() -> None:
    names = [f"mutant {n}" for n in range(200)]
    drawn = mutants.sample(names, 20, 1, "money")
    assert drawn == mutants.sample(names, 20, 1, "money") == [name for name in names if name in drawn]
    assert len(drawn) == 20 and drawn not in (mutants.sample(names, 20, 2, "money"), names[:20])
    assert mutants.sample(names, 20, 1, "judge") != drawn
    assert mutants.sample(names, None, 1, "money") == mutants.sample(names, 500, 1, "money") == names


FILE = '''\
from typing import overload

class Owed:
    # the day
    def due(self, days):
        """When."""
        return max(days)

@overload
def due(days: int) -> int: ...
def due(days):
    first = days[0]

    return first + 1
'''


def test_a_change_stands_where_the_file_has_it() -> None:
    method = '# the day\ndef due(self, days):\n    """When."""\n    return max(days)\n'
    told = mutants.changed(FILE, "Owed", "due", method, method.replace("max", "min"))
    assert told == (7, "return max(days)", "return min(days)")
    function = "def due(days):\n    first = days[0]\n\n    return first + 1\n"
    told = mutants.changed(FILE, "", "due", function, function.replace("    return first + 1\n", ""))
    assert told == (14, "return first + 1", "(nothing)")


def test_the_table_counts_a_timeout_as_noticed_and_lists_what_was_not() -> None:
    rows = [("a.py", 1, "x", "y", "killed"), ("a.py", 2, "x", "y", "timed out")]
    rows += [
        ("a.py", 3, "return max(days)", "return min(days)", "survived"),
        ("a.py", 9, "x = 1", "x = None", "unreached"),
    ]
    money = Tried("money", 90, tuple(Mutant(*row) for row in rows))
    assert mutants.table([money, Tried("judge", 1, money.mutants[:1])]) == SAMPLED
    assert "none" in mutants.table([Tried("money", 0, ())])


def test_the_settings_name_the_files_and_the_tests_of_the_room_alone() -> None:
    room = mutants.ROOMS[-1]
    told = tomllib.loads(mutants.settings(room, ROOT))["tool"]["mutmut"]
    assert told["only_mutate"] == room.files(ROOT)
    assert [one for one in told["pytest_add_cli_args_test_selection"] if one.startswith("tests")] == list(room.tests)
    assert {"tests", "tools", "examples"} <= set(told["also_copy"]) and ".git" not in told["also_copy"]


def test_how_the_tests_ended_says_what_became_of_a_mutant() -> None:
    ends = {0: "survived", 1: "killed", 2: "killed", -11: "killed", 33: "unreached", 36: "timed out", -24: "timed out"}
    assert {code: mutants_worker.fate(code) for code in ends} == ends
    for unclear in (None, 77):
        with pytest.raises(ValueError, match="says neither killed nor survived"):
            mutants_worker.fate(unclear)


def test_what_the_unchanged_code_answered_is_forgotten() -> None:
    @lru_cache
    def answer(given: int) -> list[int]:
        return [given]

    kept = answer(1)
    assert answer(1) is kept
    mutants_worker.forget()
    assert answer(1) is not kept


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--room", "pantry"], "invalid choice: 'pantry'"), (["--sample", "0"], "--sample 0 is too few; fix: give at"),
        (["--jobs", "-1"], "--jobs -1 is too few; fix: give at least 1, or leave it out"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(words: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        mutants.asked(words)
    assert why in capsys.readouterr().err


def test_a_tool_that_gave_up_is_told_with_the_end_of_what_it_wrote() -> None:
    why = mutants.why_not(mutants.ROOMS[0], "spinning\rdone\nValueError: odd\n", "build/mutants/money/mutants.log")
    assert why == (
        "money: the mutation tool gave up; the end of build/mutants/money/mutants.log:\n"
        "  done\n  ValueError: odd\n  fix: what it says there"
    )


SHOP = """\
def due(days):
    return max(days)


def each(a, b, c):
    return (a
            and b
            and c)


def idle(kind):
    match kind:
        case 1:
            return 1
        case _:
            assert_never(kind)
"""
SHOP_TESTS = """\
from shop.till import due, each


def test_due():
    assert due([4]) == 4


def test_each():
    assert each(True, True, True)
    assert not each(False, True, True) and not each(True, False, True) and not each(True, True, False)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small tree with one room."""
    for name, text in {
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["--import-mode=importlib"]\n',
        "src/shop/__init__.py": "", "src/shop/till.py": SHOP, "tests/test_till.py": SHOP_TESTS,
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


TILL = Room("till", ("src/shop",), ("tests/test_till.py",))


def test_a_small_tree_is_tried_whole_and_stays_as_it_was(shop: Path) -> None:
    pytest.importorskip("mutmut", reason="`make mutants` installs the mutation tool")
    before = {path: path.read_text(encoding="utf-8") for path in shop.rglob("*.*") if path.is_file()}
    tried = mutants.attempt(TILL, shop, Task())
    fates = {(one.line, one.now): one.fate for one in tried.mutants}
    assert tried.made == len(tried.mutants)
    assert fates == {
        (2, "return max(None)"): "killed", (2, "return min(days)"): "survived",
        (6, "return (a or b"): "killed", (6, "return (b"): "killed", (6, "return (c)"): "killed",
        (7, "(nothing)"): "killed", (7, "and b)"): "killed", (7, "and b or c)"): "killed",
        (14, "return 2"): "unreached", (13, "case 2:"): "unreached", (13, "(nothing)"): "unreached",
    }  # fmt: skip
    after = {path for path in shop.rglob("*.*") if path.is_file() and "build" not in path.parts}
    assert {path: path.read_text(encoding="utf-8") for path in after} == before
    assert mutants.attempt(TILL, shop, Task(sample=3)) == mutants.attempt(TILL, shop, Task(sample=3))


def test_a_room_whose_tests_fail_before_any_change_is_not_tried(shop: Path) -> None:
    pytest.importorskip("mutmut", reason="`make mutants` installs the mutation tool")
    (shop / "tests" / "test_till.py").write_text(SHOP_TESTS.replace("== 4", "== 5"), encoding="utf-8")
    with pytest.raises(NotTried, match="till: its tests fail before anything is changed") as told:
        mutants.attempt(TILL, shop, Task())
    assert "assert 4 == 5" in str(told.value) and "fix: pytest tests/test_till.py, then again" in str(told.value)
