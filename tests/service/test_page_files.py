"""Pages as files, and the languages of commands, through the command line."""

from pathlib import Path

import pytest

from firstcall.service.cli import run

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = str(ROOT / "examples" / "microsoft-openai")
DAY = ["--on", "2025-01-21", "--today", "2026-11-22"]


def test_a_page_is_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "brief.html"
    file.write_text("an older page", encoding="utf-8")
    assert run(["brief", EXAMPLE, *DAY, "--html", str(file), "--lang", "es", "--header", "Comité"]) == 0
    text = file.read_text(encoding="utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="es"') and "Comité" in text
    assert list(tmp_path.iterdir()) == [file]
    told = capsys.readouterr()
    assert told.out == "" and told.err == f"se escribió {file}\n"


def test_a_dash_is_stdout(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["brief", EXAMPLE, *DAY, "--html", "-"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.startswith(b"<!DOCTYPE html>") and out.endswith(b"</html>\n") and err == b""


def test_where_a_page_cannot_stand_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", EXAMPLE, *DAY, "--html", str(tmp_path / "no" / "brief.html")]) == 4
    assert (
        capsys.readouterr().err
        == f"there is no folder '{tmp_path / 'no'}' to write 'brief.html' in\n  fix: make it first\n"
    )
    assert run(["brief", EXAMPLE, *DAY, "--html", str(tmp_path)]) == 4
    assert (
        capsys.readouterr().err
        == f"'{tmp_path}' is a folder\n  fix: name a file in it, such as {tmp_path / 'brief.html'}\n"
    )
    assert list(tmp_path.iterdir()) == []
    long = tmp_path / ("x" * 300)
    assert run(["brief", EXAMPLE, *DAY, "--html", str(long)]) == 4
    assert capsys.readouterr().err.startswith(f"'{long}' cannot be written: ")


@pytest.mark.parametrize("paper", ["agreement.yaml", "record.jsonl", "story.yaml", "revenue/page.html", "what-if/x"])
def test_no_page_is_written_over_a_partnerships_papers(
    paper: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "agreement.yaml").write_bytes((Path(EXAMPLE) / "agreement.yaml").read_bytes())
    before = (folder / "agreement.yaml").read_bytes()
    assert run(["brief", EXAMPLE, *DAY, "--html", str(folder / paper)]) == 2
    assert f"would write over {paper}, which belongs to the partnership\n  fix: name a new" in capsys.readouterr().err
    assert (folder / "agreement.yaml").read_bytes() == before
    assert run(["brief", EXAMPLE, *DAY, "--html", str(folder / "page.html")]) == 0


def test_a_header_without_a_page_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", EXAMPLE, *DAY, "--header", "Board"]) == 2
    assert (
        capsys.readouterr().err == "--header is a line on the page, and no page is asked for\n  fix: add --html FILE\n"
    )


def test_an_unknown_language_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", EXAMPLE, *DAY, "--lang", "fr"]) == 2
    assert "'en', 'es', 'id'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "said", "aside"),
    [("en", "offer-first\n", "Not legal advice: "), ("es", "oferta previa\n", "No es asesoramiento jurídico: "),
     ("id", "tawarkan dahulu\n", "Bukan nasihat hukum: ")],
)  # fmt: skip
def test_a_decision_in_three_languages(lang: str, said: str, aside: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["decide", EXAMPLE, "-w", "training", "-p", "aws", "--on", "2025-03-07", "--lang", lang, "--exit-code"]
    assert run(asked) == 11
    told = capsys.readouterr()
    assert told.out.startswith(said) and told.err.startswith(aside)


@pytest.mark.parametrize(("lang", "said"), [("es", "No vence nada.\n"), ("id", "Tidak ada yang jatuh tempo.\n")])
def test_a_clock_in_two_languages(lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clock", EXAMPLE, "--on", "2025-03-07", "--lang", lang]) == 0
    assert capsys.readouterr().out == said


def test_a_brief_on_a_terminal_in_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", EXAMPLE, *DAY, "--lang", "es", "--format", "md", "--full"]) == 0
    out = capsys.readouterr().out
    assert "## Partes y vigencia" in out and "consentimiento previo" in out and "consent-first" not in out
    assert "--workload training --provider coreweave --capacity new --on 2025-01-21" in out
