"""The language of a command: read before its flags are, kept to in every error and remark."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli

from firstcall.service.page_files import Wrote
from firstcall.service.speech import asked_language, running_language, said_in


@pytest.mark.parametrize(
    ("args", "lang"),
    [
        ((), "en"), (("--lang", "es"), "es"), (("decide", "--lang=id", "x"), "id"), (("--lang",), "en"),
        (("--lang", "es", "--lang", "id"), "id"), (("--lang", "de"), "en"), (("--", "--lang", "es"), "en"),
    ],
)  # fmt: skip
def test_a_command_line_says_its_language(args: tuple[str, ...], lang: str) -> None:
    assert asked_language(args) == lang


def test_outside_a_command_english_is_spoken() -> None:
    assert running_language() == "en"
    assert said_in(Wrote(file="x"), "en") == "wrote x"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("decide",), "Uso: firstcall decide [OPCIONES] PARTNERSHIP\n"
                      "Pruebe 'firstcall decide --help' para ver la ayuda.\n\n"
                      "Error: Falta el argumento 'PARTNERSHIP'.\n"),
        (("clock", "x", "--formt", "md"), "Error: No existe la opción '--formt'. ¿Quiso decir '--format'?\n"),
        (("clock", "x", "--format", "pdf"),
         "Error: Valor no válido para '--format': 'pdf' no es uno de 'text', 'md'.\n"),
        (("brief", "x", "y"), "Error: Sobra un argumento (y)\n"),
        (("brief", "x", "y", "z"), "Error: Sobran argumentos (y z)\n"),
        (("decide", "x", "--json=1"), "Error: La opción '--json' no lleva valor.\n"),
        (("decid",), "Error: no existe la orden 'decid'\n  solución: ¿quiso decir 'decide'?\n"),
    ],
)  # fmt: skip
def test_a_mistyped_command_line_is_told_in_its_language(args: tuple[str, ...], said: str, cli: Cli) -> None:
    ran = cli(*args, "--lang=es")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(said)


def test_in_english_it_is_told_as_ever(cli: Cli) -> None:
    assert cli("decide").err.endswith("Error: Missing argument 'PARTNERSHIP'.\n")
    assert cli("decide", "--lang", "xx").err.endswith("'xx' is not one of 'en', 'es', 'id'.\n")


def test_what_was_supposed_is_told_in_the_language(root: Path, tmp_path: Path, cli: Cli) -> None:
    example = root / "examples" / "microsoft-openai"
    overlay = tmp_path / "none.yaml"
    overlay.write_text(
        "schema: firstcall/overlay/1\nid: none\ntitle: No first refusal\nkeep_later: true\n"
        "base: amendment-2025-10\nremove: [exclusive-compute, api-exclusive]\n"
    )
    asked = ("decide", example, "--workload", "training", "--provider", "azure", "--on", "2025-02-01", "--lang", "id")
    ran = cli(*asked, "--with", overlay)
    lines = ran.err.splitlines()
    if ran.code == 0:
        assert lines[0] == "pengandaian: none: No first refusal (mengubah amendment-2025-10)"
        assert all(line.startswith("catatan: ") and "langkah itu dilewati" in line for line in lines[1:-1])
    assert "fix" not in ran.err and "changes" not in ran.err
