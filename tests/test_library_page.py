"""docs/library.md: every line of Python on it is run, each recipe by itself, in a folder that holds the examples."""

import doctest
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parent.parent / "docs" / "library.md"
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
RECIPES = 10


def parts() -> dict[str, str]:
    """The parts of the page by their headings."""
    found = re.split(r"^#{1,3} (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


@pytest.fixture
def folder(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(root / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    yield tmp_path


@pytest.mark.parametrize("heading", [name for name, text in parts().items() if ">>> " in text])
def test_a_part_of_the_page_does_what_it_shows(heading: str, folder: Path) -> None:
    text = parts()[heading].replace("```python\n", "").replace("\n```\n", "\n")
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "page"}, heading, str(PAGE), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append)
    assert result.attempted > 0 and result.failed == 0, "".join(said)


def test_there_are_ten_recipes() -> None:
    recipes = PAGE.read_text(encoding="utf-8").split("## Ten recipes")[1].split("\n## ")[0]
    named = re.findall(r"^### (.+)$", recipes, re.MULTILINE)
    assert len(named) == RECIPES and all(">>> " in parts()[name] for name in named)


def test_every_method_of_a_deal_stands_on_the_page() -> None:
    from firstcall.service.partnership.deal import Deal

    text = PAGE.read_text(encoding="utf-8")
    methods = [name for name in dir(Deal) if not name.startswith("_") and callable(getattr(Deal, name))]
    assert {"decide", "settle", "perform"} < set(methods)
    assert not [name for name in methods if f"{name}(" not in text]
