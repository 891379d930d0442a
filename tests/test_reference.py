"""docs/reference.md says what the code has now."""

from pathlib import Path

import reference


def test_the_page_is_current(root: Path) -> None:
    text = (root / "docs" / "reference.md").read_text(encoding="utf-8")
    assert text == reference.page(), "mend: make record"


def test_every_exit_code_of_an_error_is_in_the_table() -> None:
    from firstcall.errors import FirstcallError

    codes = {kind.exit_code for kind in FirstcallError.__subclasses__()}
    assert not [code for code in codes if f"\n| {code} |" not in reference.EXIT_CODES]
