"""Pages: templates filled with escaping on, self-contained, without script, the same bytes for the same facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from importlib.resources import files
from types import CodeType, MappingProxyType
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from jinja2 import __version__ as jinja_version
from markupsafe import Markup

from firstcall.report.brief.row_facts import MarkedAnswer
from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.report.unbroken import unbroken
from firstcall.report.words.facts import say
from firstcall.report.words.spoken import spoken_cell
from firstcall.report.words.words import PageWords, breaks
from firstcall.said import Said

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a page may do: show itself. It loads nothing, sends nothing and runs nothing."""


def render(template: str, w: PageWords, header: str | None, **facts: Any) -> str:
    """Return a page.

    Args:
      template: which page, such as `brief.html`.
      w: the words of its language.
      header: a line that is shown on top and on every printed page; None for none.
      facts: what the template shows.
    """
    found = _environment().get_template(template)
    page = found.render(w=w, p=w.plain(), lang=w.lang, header=header, policy=POLICY, css_text=css_text, **facts)
    head, end, body = page.partition("</style>")
    lines = f"{head}{end}{unbroken(body)}".splitlines()
    return without_spare_rules("\n".join(line.rstrip() for line in lines if line.strip()) + "\n")


_RULE = re.compile(r"([^{}]+)\{[^{}]*\}")
_CLASSES = re.compile(r'class="([^"]*)"')
_WANTED = re.compile(r"\.([a-zA-Z][\w-]*)")
_BESIDES = re.compile(r"\([^()]*\)")
"""What a selector asks besides in brackets: what one of several is, what is not, what something holds."""


def without_spare_rules(page: str) -> str:
    """Return a page without the rules of its style sheet that are about nothing on it."""
    head, style, rest = page.partition("<style>")
    sheet, end, body = rest.partition("</style>")
    there = {name for found in _CLASSES.findall(body) for name in found.split()}

    def speaks(selector: str) -> bool:
        return there.issuperset(_WANTED.findall(selector))

    kept = _RULE.sub(lambda rule: rule[0] if any(map(speaks, _BESIDES.sub("", rule[1]).split(","))) else "", sheet)
    return head + style + kept + end + body


def answer_markup(told: str | Said, w: PageWords) -> Markup:
    """Return an answer with its marks; any other fact as the language says it. Its shape is the style sheet's.

    >>> from firstcall.report.words.words import page_words
    >>> str(answer_markup("permitted", page_words("en")))
    '<span class="answer permitted">permitted</span>'
    """
    marks: list[str] = []
    while isinstance(told, MarkedAnswer):
        marks.insert(0, told.mark)
        told = told.answer
    if isinstance(told, Said) and not isinstance(told, TheAnswer):
        return Markup(say(told, w))
    outcome = told.outcome if isinstance(told, TheAnswer) else told
    made = Markup('<span class="answer {}">{}</span>').format(outcome, w.word(outcome))
    for mark in marks:
        made += Markup(' <span class="mark">{}</span>').format(w.word(mark))
    return made


def cell_markup(cell: Cell, w: PageWords) -> list[Markup]:
    """Return the lines of a cell as a language says them; none where nothing stands there."""
    match cell:
        case tuple():
            return [Markup(say(said, w)) for said in cell]
        case TheAnswer() | MarkedAnswer():
            return [answer_markup(cell, w)]
        case OwnWords():
            return [_OWN.format(breaks(line)) for line in cell.split("\n") if line]
        case _:
            return [Markup(spoken_cell(cell, w))]


def css_text(text: str) -> Markup:
    r"""Return a text as a CSS string that nothing can end early: everything but letters and digits is escaped.

    >>> print(css_text('a"</style>'))
    "a\22 \3c \2f style\3e "
    """
    kept = "".join(sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in text)
    return Markup(f'"{kept}"')


_FIGURE = re.compile(r"[+<-]?\d[\d,]*(\.\d+)?%?( (million|billion))?( [A-Z]{3})?(/\w+)?")


def figures_of(sheet: Sheet) -> frozenset[int]:
    """Return the places of the columns in which figures stand, one a cell, to be set under one another.

    >>> from firstcall.report.figures import NOTHING, share_percent, short_money
    >>> from fractions import Fraction
    >>> rows = ((OwnWords("a"), short_money(Fraction(7), "USD"), share_percent(Fraction(1, 2))), (OwnWords("b"),) * 3)
    >>> sorted(figures_of(Sheet(NOTHING, (NOTHING,) * 3, (*rows[:1], (OwnWords("c"), NOTHING, NOTHING)))))
    [1, 2]
    >>> sorted(figures_of(Sheet(NOTHING, (NOTHING,) * 3, rows)))
    []
    """
    columns = enumerate(zip(*sheet.rows, strict=True))
    told = {n: [str(said) for cell in cells for said in _said(cell) if said] for n, cells in columns if n}
    return frozenset(n for n, cells in told.items() if cells and all(map(_FIGURE.fullmatch, cells)))


def _said(cell: Cell) -> tuple[Said | str, ...]:
    """Return the lines of a cell; several as one that is no figure."""
    if not isinstance(cell, tuple):
        return (cell,)
    return cell if len(cell) < 2 else (OwnWords(" / ".join(map(str, cell))),)


def headed(told: str) -> str:
    """Return words with a capital at their head, as a line of its own begins; what an author named stays as it is.

    >>> headed("rows"), headed(Markup("<bdi>rows</bdi>"))
    ('Rows', Markup('<bdi>rows</bdi>'))
    """
    return told[:1].upper() + told[1:]


_OWN = Markup('<bdi translate="no">{}</bdi>')


def command_markup(command: str) -> Markup:
    """Return a command to be copied: it may be broken between its words, and within none of them.

    >>> str(command_markup("decide x --on 2025-01-21"))
    '<code translate="no">decide x <span>--on</span> <span>2025-01-21</span></code>'
    """
    whole = (_WORD if "-" in word else "{}" for word in command.split(" "))
    form = Markup('<code translate="no">{}</code>').format(Markup(" ".join(whole)))
    return form.format(*command.split(" "))


_WORD = "<span>{}</span>"
_OPTIONS: Mapping[str, Any] = MappingProxyType({
    "autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True,
    "optimized": False,  # folding constants costs more than it saves
})  # fmt: skip


_STRING_OR_SPARE = re.compile(r'"[^"\n]*"|(?<=[{};,:])\s+|\s+(?=[{}])')
"""A string of a style sheet, which stays, or the blanks that stand in it for whoever writes it."""


_AS_MODULE = ".py"


class _Compiled(SourceFileLoader):
    """Compiles a template once and keeps it as Python keeps a module: beside it, for as long as neither changes.

    Python names what it keeps without the last ending, of which a style sheet and a page are alike: so each is read
    as if it had one more.
    """

    def __init__(self, environment: Environment, name: str, path: str) -> None:
        super().__init__(name, path + _AS_MODULE)
        self.environment = environment

    def path_stats(self, path: Any) -> Mapping[str, Any]:
        """Return what a kept one must agree with: the template, how it is compiled, and by which version."""
        found = super().path_stats(path.removesuffix(_AS_MODULE))
        return {**found, "mtime": crc32(repr((found["mtime"], _OPTIONS, jinja_version)).encode())}

    def get_data(self, path: Any) -> bytes:
        """Return a template, or one that is kept."""
        return super().get_data(path.removesuffix(_AS_MODULE))

    def source_to_code(self, data: Any, path: Any, *, _optimization: int = -1) -> CodeType:  # type: ignore[override]
        """Compile a template."""
        text, file = data.decode("utf-8"), path.removesuffix(_AS_MODULE)
        if self.name.endswith(".css"):
            text = _STRING_OR_SPARE.sub(lambda found: found[0] if found[0].startswith('"') else "", text)
        python = self.environment.compile(text, self.name, file, raw=True)
        code: CodeType = compile(python, file, "exec", dont_inherit=True, optimize=_optimization)
        return code


class _Templates(BaseLoader):
    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:
        path = str(files("firstcall.report").joinpath("templates").joinpath(name))
        code = _Compiled(environment, name, path).get_code(name)
        assert code is not None
        return environment.template_class.from_code(environment, code, globals or {}, None)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(loader=_Templates(), **_OPTIONS)
    made.filters["answer"] = answer_markup
    made.filters["breaks"] = breaks
    made.filters["command"] = command_markup
    made.filters["figures"] = figures_of
    made.filters["headed"] = headed
    made.filters["lines"] = cell_markup
    made.filters["said"] = lambda told, w: say(told, w) if isinstance(told, Said) else w.own(told)
    made.globals["utc"] = ZoneInfo("UTC")
    made.tests["link"] = lambda address: str(address).startswith(("https://", "http://"))
    return made
