"""No stage composes a sentence: what it has to say is declared, and only `report` makes text of it.

Texts in their code are counted here, and there are none: whoever has one more to say declares it as a fact.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "firstcall"
SPEAKING = {"report", "service", "__init__", "__main__"}
"""What may compose text; its turn comes last."""
LEFT: dict[str, tuple[int, int]] = {
    # what was agreed
    "agreement": (0, 0),
    # business days
    "calendars": (0, 0),
    # instants and days
    "dates": (0, 0),
    # when
    "deadlines": (0, 0),
    # what people meet
    "errors": (0, 0),
    # what is worked out once
    "kept": (0, 0),
    # exact amounts
    "money": (0, 0),
    # what to buy
    "planning": (0, 0),
    # what happened
    "record": (0, 0),
    # first refusal
    "refusal": (0, 0),
    # what may be done
    "rights": (0, 0),
    # who owes whom
    "settlement": (0, 0),
    # was it kept to
    "verification": (0, 0),
}
"""For each stage: the texts that it composes, and those of two words or more that stand whole in its code.

Both are nothing. The second counts no word of a closed list, nor what an `assert` or a schema tells whoever reads code.
"""
GROUND = {"gaps", "said", "values"}
"""What English is made with; it composes by its nature and says nothing of its own to a user."""
DECLARES = {"sentence", "plural", "Kept"}
"""Calls whose text is declared, or names a cache, and is not said to anybody by the code around it."""
DESCRIBES = {"description", "title", "pattern", "doc"}
LONGEST_WORD = 6
"""Of how many words a word of a closed list may be."""
READS = {"compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer"}
SQL = re.compile(r"\s*(select|with|from|create|copy|insert|drop|alter|set|pragma)\b", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+ [^\W_]|[^\W_] [^\W\d_]+")


def stage_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


class Reader(ast.NodeVisitor):
    """Gathers the texts that code composes, and those that it holds whole."""

    def __init__(self, closed: frozenset[str]) -> None:
        self.closed = closed
        self.composed: list[str] = []
        self.whole: list[str] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        """Pass by docstrings, of modules, classes, functions and fields."""
        if not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Pass by what makes a query: its type says that it is SQL, which an engine reads and nobody is told."""
        if not (isinstance(node.returns, ast.Name) and node.returns.id == "Sql"):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Pass by declarations, patterns and descriptions; take `"…".format(…)` and `" and ".join(…)`."""
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        if name in DECLARES or (name in READS and isinstance(owner, ast.Name) and owner.id == "re"):
            return
        text = literal(owner) if owner is not None else ""
        if (name == "format" and " " in text) or (name == "join" and WORDS.search(f"a{text}a") and text.strip()):
            self.composed.append(text)
        for part in [
            *([] if text else [node.func]),
            *node.args,
            *(word.value for word in node.keywords if word.arg not in DESCRIBES),
        ]:
            self.visit(part)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Pass by the words of a closed list: they are declared by being its members."""
        if not (isinstance(node.value, ast.Name) and node.value.id == "Literal"):
            self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Pass by the members of an enumeration, which is a closed list too."""
        if not is_enum(node):
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Pass by why an assertion holds: no user is told it."""
        self.visit(node.test)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Pass by a text that is looked for within another: it is read and not said."""
        if not (is_text(node.left) and isinstance(node.ops[0], ast.In | ast.NotIn)):
            self.visit(node.left)
        for part in node.comparators:
            self.visit(part)

    def visit_Dict(self, node: ast.Dict) -> None:
        """Pass by the description of a part of a schema."""
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                self.visit(key)
            if key is None or literal(key) not in DESCRIBES:
                self.visit(value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Take an f-string with a space of its own."""
        self._compose(literal(node))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Take `"…" % …` and `"…" + …`, a chain of them once."""
        if isinstance(node.op, ast.Add | ast.Mod) and any(map(is_text, ends(node))):
            self._compose("".join(literal(end) for end in ends(node) if is_text(end)))
            for end in ends(node):
                if not is_text(end):
                    self.visit(end)
                for value in ast.walk(end) if isinstance(end, ast.JoinedStr) else ():
                    if isinstance(value, ast.FormattedValue):
                        self.visit(value.value)
            return
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Take a text of at least two words that stands whole, and is no word of a closed list."""
        text = node.value
        if isinstance(text, str) and WORDS.search(text) and not SQL.match(text) and text not in self.closed:
            self.whole.append(text)

    def _compose(self, text: str) -> None:
        if " " in text and not SQL.match(text):
            self.composed.append(text)


def ends(node: ast.expr) -> list[ast.expr]:
    """What is added or filled in, left to right."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return [*ends(node.left), *ends(node.right)]
    return [node]


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def literal(node: ast.expr) -> str:
    """The text that code itself puts there."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)


def members(tree: ast.Module) -> Iterator[str]:
    """What a module declares as the words of closed lists: `Literal["…"]`, and the values of enumerations."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
            listed = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        elif isinstance(node, ast.ClassDef) and is_enum(node):
            listed = [part.value for part in node.body if isinstance(part, ast.Assign)]
        else:
            continue
        yield from (literal(one) for one in listed if is_text(one))


@cache
def closed_words() -> frozenset[str]:
    """The words of the closed lists that stages declare; those of `report` and `service` excuse no stage."""
    return frozenset(word for _, path in stages() for word in members(ast.parse(path.read_text(encoding="utf-8"))))


def read(text: str, closed: frozenset[str] | None = None) -> Reader:
    reader = Reader(closed_words() if closed is None else closed)
    reader.visit(ast.parse(text))
    return reader


def stages() -> Iterator[tuple[str, Path]]:
    for path in sorted(SRC.rglob("*.py")):
        stage = stage_of(path)
        if stage not in SPEAKING | GROUND:
            yield stage, path


def test_stages_compose_no_text_and_hold_none() -> None:
    composed, whole = Counter[str](), Counter[str]()
    for stage, path in stages():
        found = read(path.read_text(encoding="utf-8"))
        composed[stage] += len(found.composed)
        whole[stage] += len(found.whole)
    counted = {stage: (composed[stage], whole[stage]) for stage in sorted(composed)}
    assert counted == LEFT, f"declare them as facts (said.py): {counted}"


@pytest.mark.parametrize(
    ("code", "composed", "whole"),
    [
        ('f"only at {at}"', 1, 0),
        ('f"{at}:{line}"', 0, 0),
        ('"only at %s" % at', 1, 0),
        ('"only at {}".format(at)', 1, 0),
        ('"only at " + at + " and " + b', 1, 0),
        ("x = f\"a {f('b c')}\"", 1, 1),
        ('" and ".join(names)', 1, 0),
        ('", ".join(names)', 0, 0),
        ('raise ValueError("a point has two alternatives")', 0, 1),
        ('"two words" if x else f"{y} words"', 1, 1),
        ('class A:\n  """Some words."""\n  x: int\n  """More words."""', 0, 0),
        ('x: int = Field(description="some words", gt=0)', 0, 0),
        ('says = sentence("a.b", "only at {at}")', 0, 0),
        ('re.compile("some words")', 0, 0),
        ('con.execute(f"SELECT {a} FROM b")', 0, 0),
        ('CODES = ("a-b", "x:y", "%Y-%m-%d")', 0, 0),
        ("3 + x % 2", 0, 0),
        ('assert x, "it was read before"', 0, 0),
        ('assert f("some words")', 0, 1),
        ('if "some words" in said: tell("more words")', 0, 1),
        ('x in ("some words", y)', 0, 1),
        ('x == "some words"', 0, 1),
        ('{"description": "some words", "some key": "more words"}', 0, 2),
        ('class A(StrEnum):\n  a = "some words"', 0, 0),
        ('class A(Base):\n  a = "some words"', 0, 1),
        ("'\"' + name.replace('a', 'b') + '\"'", 0, 0),
        ('def f(a) -> Sql:\n  return f"CAST({a} AS DATE)"', 0, 0),
        ('def f(a) -> str:\n  return f"CAST({a} AS DATE)"', 1, 0),
    ],
)
def test_composing_is_noticed(code: str, composed: int, whole: int) -> None:
    found = read(code, frozenset())
    assert (len(found.composed), len(found.whole)) == (composed, whole)


def test_only_the_words_of_a_declared_list_are_closed() -> None:
    code = (
        'Kind = Literal["free now", "a"]\nclass Line(StrEnum):\n  cut = "cut at zero"\n'
        'f("free now", "cut at zero", "free then")'
    )
    closed = frozenset(members(ast.parse(code)))
    assert closed == {"free now", "a", "cut at zero"}
    assert read(code, closed).whole == ["free then"]


def test_no_sentence_hides_in_a_closed_list() -> None:
    phrases = [word for word in closed_words() if " " in word]
    assert phrases
    assert not [word for word in phrases if len(word.split()) > LONGEST_WORD or word.endswith((".", "!", "?"))]
