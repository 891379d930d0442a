"""firstcall supply: lines on stdout, faults on stderr."""

import json
from pathlib import Path

import pytest
from tests.service.planning.test_plan import said

LIST = (
    "InstanceType,AcceleratorName,AcceleratorCount,Region,Price\nx_8x_h100,H100,8,us-1,24\ny_8x_h100,H100,4,us-1,24\n"
)


def test_lines_for_the_file_and_faults_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "vms.csv"
    file.write_text(LIST, encoding="utf-8")
    code, out, err = said(capsys, "supply", str(file), "--provider", "here", "--date", "2026-11-01")
    assert code == 0 and "here-h100-us-1,here,,us-1,H100,3,gpu_hour,USD,list" in out
    assert f"{file}:3: y_8x_h100: count contradicts the type" in err
    found = json.loads(said(capsys, "supply", str(file), "--provider", "here", "--date", "2026-11-01", "--json")[1])
    assert len(found["lines"]) == 1 and found["faults"][0]["row"] == 3
    code, _, err = said(capsys, "supply", str(file), "--provider", "here", "--date", "soon")
    assert code == 2 and "--date: 'soon' is not a date" in err
