from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import readable
from firstcall.agreement.read.text import Path, Places, read_yaml


def read(text: str) -> tuple[Agreement | None, Places, frozenset[str]]:
    data, places, _ = read_yaml(text, "f")
    return readable(data, places)


def test_what_is_well_formed_is_read_whole(harbour: str) -> None:
    agreement, places, unread = read(harbour)
    assert agreement is not None and len(agreement.clauses) == 3 and unread == frozenset()
    assert places.at(("clauses", 1, "by")).line == harbour[: harbour.index("by: supplier")].count("\n") + 1


def test_a_faulty_clause_is_left_out_and_the_rest_keeps_its_places(harbour: str) -> None:
    text = harbour.replace("type: exclusivity", "type: monopoly")
    agreement, places, unread = read(text)
    assert agreement is not None and [clause.id for clause in agreement.clauses] == ["leave", "term"]
    assert {"exclusive", "monopoly", "supplier-cloud", "region"} <= unread and "leave" not in unread
    assert places.at(("clauses", 0, "by")).line == text[: text.index("by: supplier")].count("\n") + 1


def test_of_an_unknown_key_only_the_key_is_left_out(harbour: str) -> None:
    agreement, _, unread = read(harbour.replace("by: supplier", "by: supplier\n    bye: someone"))
    assert agreement is not None and len(agreement.clauses) == 3 and unread == {"bye", "someone"}


def test_a_faulty_basis_does_not_cost_its_clause(harbour: str) -> None:
    agreement, _, _ = read(harbour.replace("grade: agreed", "grade: certain"))
    assert agreement is not None and agreement.clauses[0].basis.grade == "assumed"


def test_faulty_entries_and_amendments_are_left_out(harbour: str) -> None:
    text = harbour.replace("{operator: supplier}", "{operator: [supplier]}").replace(
        "signed: 2025-01-10", "signed: soon"
    )
    agreement, _, unread = read(text)
    assert agreement is not None and list(agreement.providers) == ["rival-cloud"] and agreement.amendments == ()
    assert {"supplier-cloud", "first-change", "refusal"} <= unread


def test_the_head_of_the_document_is_stood_in_for(harbour: str) -> None:
    text = harbour.replace("timezone: Europe/Lisbon", "timezone: [x]").replace(
        "effective: 2024-01-01", "effective: never"
    )
    agreement, _, _ = read(text.replace("schema: firstcall/agreement/1\n", ""))
    assert agreement is not None and (agreement.timezone, agreement.effective.year) == ("UTC", 1900)


def test_without_words_or_parties_there_is_nothing_to_go_on_with(harbour: str) -> None:
    assert read(harbour.replace("[training, serving]", "{training: serving}"))[0] is None
    assert read(harbour.replace("parties:", "partys:"))[0] is None


def test_a_fault_uncovered_by_leaving_out_another_is_found_in_the_next_round(harbour: str) -> None:
    both = harbour.replace("[exclusive]", "[]").replace("until: 2030-12-31", "until: never")
    agreement, _, _ = read(both)
    assert agreement is not None and [clause.id for clause in agreement.clauses] == ["exclusive"]


def test_every_place_kept_is_that_of_the_same_value(harbour: str) -> None:
    data, places, _ = read_yaml(harbour.replace("type: consent", "type: concent"), "f")
    before = {place: value(data, path) for path, place in places.values.items()}
    agreement, kept, _ = readable(data, places)
    assert agreement is not None and len(kept.values) > 50
    written = agreement.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for path, place in kept.values.items():
        if isinstance(before[place], str) and "scope" not in path and "basis" not in path:
            assert str(value(written, path)).removesuffix("T00:00:00Z") == before[place], path


def value(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data
