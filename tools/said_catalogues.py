"""The catalogues of declared sentences, kept in step with the code: `python tools/said_catalogues.py [update|check]`.

A sentence is gathered where it is declared, by Babel's own keywords (`sentence:1c,2`, `plural:1c,2,3`: the code is
the context), into the file of its stage, `locale/es/rights.po`. `update` adds what is new and drops what is no
longer declared; a translation stays as long as the English does, and is marked fuzzy when that changes. `check`
tells what is missing.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po, write_po

import firstcall
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.said import Said, declared, kinds_of

SRC = Path(firstcall.__file__).parent
LOCALE = SRC / "report" / "words" / "locale"
KEYWORDS = parse_keywords(["sentence:1c,2", "plural:1c,2,3"])
PLURALS = {"es": "nplurals=2; plural=(n != 1);", "id": "nplurals=1; plural=0;"}
"""How many forms a counted thing has: Indonesian says one day and two days alike."""
OTHERS: tuple[Language, ...] = tuple(lang for lang in LANGUAGES if lang != "en")
Form = str | tuple[str, ...]


@cache
def every_sentence() -> Mapping[str, type[Said]]:
    """Every declared sentence by its code, all of the package being imported."""
    for module in pkgutil.walk_packages(firstcall.__path__, "firstcall."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {code: cls for code, cls in declared().items() if cls.__module__.startswith("firstcall.")}


def words_in_gaps() -> tuple[str, ...]:
    """The words of closed lists that stand in gaps, each once."""
    kinds = (kind for cls in every_sentence().values() for kind in kinds_of(cls).values())
    return tuple(dict.fromkeys(word for kind in kinds for word in kind.words))


def stage_of(path: Path) -> str:
    """The stage that a file belongs to; the files below the stages are the ground."""
    inside = path.relative_to(SRC)
    return inside.parts[0] if len(inside.parts) > 1 else "ground"


@cache
def extracted() -> dict[str, dict[str, Form]]:
    """What Babel finds declared: for each stage, the English of each code."""
    found: dict[str, dict[str, Form]] = {}
    for path in sorted(SRC.rglob("*.py")):
        for _, message, _, code in extract_from_file("python", path, keywords=KEYWORDS):
            if code is not None:
                found.setdefault(stage_of(path), {})[code] = message
    return found


def read(lang: Language, stage: str) -> Catalog:
    """A stage's catalogue as it is kept; an empty one where there is none yet."""
    path = LOCALE / lang / f"{stage}.po"
    if not path.is_file():
        return Catalog(locale=lang)
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def renewed(lang: Language, stage: str, messages: Mapping[str, Form]) -> bytes:
    """A stage's catalogue with every sentence of now, and none of others."""
    kept, made = read(lang, stage), Catalog(locale=lang)
    made.mime_headers = [("Plural-Forms", PLURALS[lang])]
    before = {message.context: message for message in kept if message.context}
    for code, english in sorted(messages.items()):
        said, flags = _kept(before.get(code), english, made.num_plurals) or ("", ())
        made.add(english, said, flags=flags, context=code)
    out = BytesIO()
    write_po(out, made, width=120, omit_header=True, sort_output=False)
    header = f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'{header}"Plural-Forms: {PLURALS[lang]}\\n"\n\n'.encode() + out.getvalue()


def _kept(before: Message | None, english: Form, forms: int) -> tuple[Form, tuple[str, ...]] | None:
    """The translation so far, and whether somebody must look at it: the English changed, or the forms are too few."""
    said = before.string if before else None
    if before is None or not said or not all(said):
        return None
    texts = (said,) if isinstance(said, str) else tuple(said)
    same = before.id == english and not before.fuzzy
    if isinstance(english, str):
        return texts[0], () if same else ("fuzzy",)
    enough = len(texts) >= forms
    return (texts * forms)[:forms], () if same and enough else ("fuzzy",)


def missing(lang: Language) -> Iterator[str]:
    """The codes that a language does not say yet, or that somebody must look at again."""
    for stage, messages in extracted().items():
        kept = {message.context: message for message in read(lang, stage) if message.context}
        for code, english in messages.items():
            held = kept.get(code)
            said = held.string if held else None
            if held is None or not said or not all(said) or held.fuzzy or held.id != english:
                yield code


def update() -> None:
    """Write every catalogue anew."""
    found = extracted()
    for lang in OTHERS:
        (LOCALE / lang).mkdir(exist_ok=True)
        for path in (LOCALE / lang).glob("*.po"):
            if path.stem not in found:
                path.unlink()
        for stage, messages in found.items():
            (LOCALE / lang / f"{stage}.po").write_bytes(renewed(lang, stage, messages))


def main(what: str) -> int:
    """Update or check every catalogue."""
    if what == "update":
        update()
    lacking = [f"{lang}: not said yet: {code}" for lang in OTHERS for code in missing(lang)]
    print("\n".join(lacking) if lacking else f"{len(every_sentence())} sentences in {len(LANGUAGES)} languages")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
