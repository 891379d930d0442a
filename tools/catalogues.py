"""The catalogues of other languages, kept in step with the code: `python tools/catalogues.py [update|check]`.

Sentences are gathered from the templates, from the code that sets words, and from the closed lists. `update`
adds new sentences without a translation and drops those nobody says; `check` tells what is missing.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from firstcall.report.words.enums import ENUMS, LANGUAGES
from firstcall.report.words.words import BEFORE, END_OF, UNITS
from said_catalogues import words_in_gaps

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "firstcall"
LOCALE = SRC / "report" / "words" / "locale"
QUOTED = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
IN_TEMPLATES = re.compile(rf"\b[wp]\.(text|many)\(\s*{QUOTED}(?:\s*,\s*{QUOTED})?")
PLURALS = {"es": "nplurals=2; plural=(n != 1);", "id": "nplurals=1; plural=0;"}
"""How many forms a counted thing has: Indonesian says one day and two days alike."""
Message = str | tuple[str, str]


def messages() -> tuple[Message, ...]:
    """Every sentence the code says, each once; one with a number as the pair of its forms."""
    found: dict[Message, None] = {}
    for template in sorted((SRC / "report" / "templates").glob("*.html")):
        found |= dict.fromkeys(in_template(template.read_text(encoding="utf-8")))
    for file in sorted([*SRC.glob("report/**/*.py"), *SRC.glob("service/**/*.py")]):
        found |= dict.fromkeys(in_code(file.read_text(encoding="utf-8")))
    found |= dict.fromkeys([BEFORE, END_OF, *((one, several) for _, one, several in UNITS), *ENUMS])
    found |= dict.fromkeys(words_in_gaps())
    return tuple(found)


def in_template(text: str) -> Iterator[Message]:
    """The sentences that a template sets."""
    for kind, one, one_too, several, several_too in IN_TEMPLATES.findall(text):
        first = one or one_too
        yield (first, several or several_too) if kind == "many" else first


def in_code(text: str) -> Iterator[Message]:
    """The sentences that code sets by `words.text("…")` and `words.many("…", "…", n)`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("text", "many"):
            said = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if node.func.attr == "many" and len(said) == 2:
                yield said[0], said[1]
            elif node.func.attr == "text" and said:
                yield said[0]


def read(lang: str) -> Catalog:
    """A language's catalogue as it is kept."""
    with (LOCALE / f"{lang}.po").open("rb") as file:
        return read_po(file, locale=lang)


def renewed(lang: str) -> bytes:
    """A language's catalogue with every sentence of now, and none of others."""
    kept, made = read(lang), Catalog(locale=lang, header_comment=f"# The words of pages and commands: {lang}")
    made.mime_headers = [("Plural-Forms", PLURALS[lang])]
    for message in sorted(messages(), key=str):
        one = message if isinstance(message, str) else message[0]
        before = kept.get(one)
        said = before.string if before else None
        if isinstance(said, (tuple, list)):
            said = tuple(said)[: made.num_plurals]
        made.add(message, said if said and all(said) else None)
    out = BytesIO()
    write_po(out, made, width=120, omit_header=True, sort_output=False)
    header = f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'{header}"Plural-Forms: {PLURALS[lang]}\\n"\n\n'.encode() + out.getvalue()


def missing(lang: str) -> list[str]:
    """The sentences that a language does not say yet."""
    kept = read(lang)
    found = []
    for message in messages():
        one = message if isinstance(message, str) else message[0]
        held = kept.get(one)
        said = (held.string if isinstance(held.string, (tuple, list)) else (held.string,)) if held else ()
        if not said or not all(said) or held is None or held.fuzzy:
            found.append(one)
    return found


def main(what: str) -> int:
    """Update or check every catalogue."""
    lacking = 0
    for lang in (lang for lang in LANGUAGES if lang != "en"):
        if what == "update":
            (LOCALE / f"{lang}.po").write_bytes(renewed(lang))
        for message in missing(lang):
            lacking += 1
            print(f"{lang}: not said yet: {message}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
