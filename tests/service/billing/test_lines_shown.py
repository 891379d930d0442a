from pathlib import Path

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import SHARE, partnership

from firstcall.errors import BillingError
from firstcall.service.billing.files import lines_as_shown


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_header(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(f"a{mark}b\n1{mark}2\n")
    assert lines_as_shown(path) == (("a", "b"), [(2, {"a": "1", "b": "2"})], mark)


def test_a_file_in_latin_1_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes("Währung;b\n".encode("latin-1"))
    with pytest.raises(BillingError, match="fix: save it as CSV in UTF-8"):
        lines_as_shown(path)


def test_a_draft_that_was_filled_in_is_a_mapping(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE)
    (folder / "revenue").mkdir()
    (folder / "revenue" / "lines.csv").write_text("Beleg;Datum;Produkt;Betrag\nR1;03.01.2025;Abo;1.000\n")
    drafted = cli("settle", "mapping", folder / "revenue" / "lines.csv").out
    (folder / "revenue" / "mapping.yaml").write_text(drafted)
    assert cli("settle", folder, "--period", "2025-01").code == 3
    filled = drafted.replace("of: ?", "of: alpha").replace("currency: ?", "currency: USD").replace("Abo: ?", "Abo: api")
    (folder / "revenue" / "mapping.yaml").write_text(filled.replace("decimal: ?", 'decimal: ","\ngrouping: "."'))
    assert "200.00 USD  20% of 1,000 USD" in cli("settle", folder, "--period", "2025-01").out
