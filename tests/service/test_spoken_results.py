"""Results of every command of planning, audit and gallery: wholly in the language that was asked for.

A word of English is found by what the declared sentences say: one that only English has, in text that holds no more
of it than the folder's authors wrote.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from tests.service.conftest import Cli
from tests.service.planning.test_plan import folder

import firstcall
import said_catalogues
from firstcall.report.words.catalogue import sayings
from firstcall.report.words.codes import catalogues
from firstcall.report.words.enums import Language
from firstcall.service.planning.plan import NO_PLAN

__all__ = ["folder"]

WORD = re.compile(r"[^\W\d_]{2,}")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WIRAKSA, PUBLIC = str(EXAMPLES / "wiraksa"), str(EXAMPLES / "microsoft-openai")
PLACEMENTS = """at,workload,provider,customer,contract,tranche,region,quantity
2025-10-03T08:00:00,training,tamborala-cloud,general,,,java,4
2025-10-03T09:30:00,assistant,selvandra,general,,,java,2
2025-11-12T16:45:00,batch,Kestrel Grid,general,,,europe,1.5
2025-11-20T10:00:00,trainning,tamborala-cloud,general,,,java,4
2025-12-01T10:00:00,training,selvandra,general,K-99,1,java,1
"""
ASKED: dict[str, tuple[str, ...]] = {
    "plan": ("plan", "QUAY", "--prices", "--tornado", "--text", "2025-01-01", "--text", "2025-02-01"),
    "plan-page": ("plan", "QUAY", "--tornado", "--html", "-"),
    "no-plan": ("plan", "QUAY", "--needs", "STRICT"),
    "route": ("route", "QUAY", "--need", "t", "--on", "2025-01-01", "--format", "md"),
    "route-page": ("route", "QUAY", "--need", "t", "--on", "2025-01-01", "--html", "-"),
    "move": ("move", PUBLIC, "--contract", "azure-2025", "--to", "coreweave", "-w", "api_stateless", "--on",
             "2025-11-03"),
    "audit": ("audit", WIRAKSA, "PLACEMENTS"),
    "audit-page": ("audit", WIRAKSA, "PLACEMENTS", "--html", "-"),
    "gallery": ("gallery",),
    "gallery-entry": ("gallery", "office-lease"),
}  # fmt: skip
PACKAGE = Path(firstcall.__file__).parent
"""Its folders are named where an entry of the gallery lies."""


@cache
def english_alone(lang: Language) -> frozenset[str]:
    """The words that English sentences and closed lists have, and no sentence or list of the language."""
    theirs = [form for forms, _ in catalogues(lang).values() for form in forms]
    theirs += [form for said in sayings(lang).values() for form in ([said] if isinstance(said, str) else said)]
    ours = [form for cls in said_catalogues.every_sentence().values() for form in cls.says.forms]
    ours += list(said_catalogues.words_in_gaps())
    ours_said, theirs_said = (words_of(re.sub(r"{.*?}", " ", " ".join(said))) for said in (ours, theirs))
    return ours_said - theirs_said  # the name of a gap is no word


def words_of(text: str) -> frozenset[str]:
    return frozenset(
        word.lower() for word in WORD.findall(re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.S))
    )


@cache
def authors(folder: str) -> frozenset[str]:
    """The words that stand in the folder's files."""
    files = [path for path in Path(folder).rglob("*") if path.suffix in {".yaml", ".csv", ".jsonl", ".md"}]
    return words_of(" ".join(path.read_text(encoding="utf-8") for path in files))


@pytest.mark.parametrize("lang", said_catalogues.OTHERS)
@pytest.mark.parametrize("name", ASKED)
def test_no_english_but_the_authors_own(name: str, lang: Language, tmp_path: Path, folder: Path, cli: Cli) -> None:
    files = {"PLACEMENTS": tmp_path / "log.csv", "STRICT": tmp_path / "strict.yaml", "QUAY": folder}
    files["PLACEMENTS"].write_text(PLACEMENTS, encoding="utf-8")
    strict = (folder / "needs.yaml").read_text(encoding="utf-8").replace('    unmet: "9"\n', "")
    files["STRICT"].write_text(strict, encoding="utf-8")
    args = tuple(str(files.get(one, one)) for one in ASKED[name])
    ran = cli(*args, "--lang", lang)
    assert ran.code in (0, NO_PLAN) and len(words_of(ran.out)) > 5, ran.err
    own = words_of(" ".join(args)).union(*map(authors, (str(folder), WIRAKSA, PUBLIC, str(EXAMPLES / "gallery"))))
    told = words_of((ran.out + ran.err).replace(str(PACKAGE / "service" / "gallery" / "entries"), " "))
    assert sorted(told & english_alone(lang) - own) == []


def test_english_is_found_where_it_is_left() -> None:
    assert {"nobody", "would", "taken"} <= english_alone("es") & english_alone("id")
