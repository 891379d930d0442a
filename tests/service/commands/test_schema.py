import json

from tests.service.conftest import Cli

from firstcall.service.schemas.names import schema_names


def test_without_a_name_the_names_are_listed(cli: Cli) -> None:
    listed = cli("schema")
    assert [line.split()[0] for line in listed.out.splitlines()] == list(schema_names())
    assert [row["name"] for row in cli("schema", "--json").json] == list(schema_names())


def test_a_schema_is_printed_and_a_slip_is_told(cli: Cli) -> None:
    assert json.loads(cli("schema", "agreement").out)["title"] == "firstcall/agreement/1"
    assert cli("schema", "clock").json["title"] == "firstcall clock --json"
    wrong = cli("schema", "agrement")
    assert wrong.code == 4 and "fix: did you mean 'agreement'?" in wrong.err
