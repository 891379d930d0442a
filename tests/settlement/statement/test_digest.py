import os
import subprocess
import sys
from pathlib import Path

from tests.settlement.settle_case import line
from tests.settlement.statement.test_statement import settled

from firstcall.settlement.statement.digest import statement_digest


def test_the_digest_follows_amounts_and_not_the_time_of_asking() -> None:
    first, second = settled("2025-01", line("2025-01-03", "10")), settled("2025-01", line("2025-01-03", "11"))
    assert statement_digest(first) == statement_digest(settled("2025-01", line("2025-01-03", "10")))
    assert statement_digest(first) != statement_digest(second)


def test_a_share_with_netting_has_one_digest_under_every_hash_seed() -> None:
    program = (
        "from tests.settlement.settle_case import line;"
        "from tests.settlement.statement.test_statement import settled;"
        "from firstcall.settlement.statement.digest import statement_digest;"
        "print(statement_digest(settled('2025-01', line('2025-01-03', '10'))))"
    )
    root = str(Path(__file__).resolve().parents[3])
    told = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("77", "America/New_York")):
        inherited = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        ran = subprocess.run(
            [sys.executable, "-c", program], cwd=root, env=inherited, capture_output=True, text=True, check=True
        )
        told.add(ran.stdout)
    assert len(told) == 1
