"""Stories as written, and points that ask of technology or under a what-if."""

from collections.abc import Callable
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.errors import AgreementError, QuestionError
from firstcall.record.journal.journal import Record
from firstcall.report.brief.story import StoryAnswer, read_story, tell, used_in

HEAD = "schema: firstcall/story/1\ntitle: A story\nday: 2024-05-01\npoints:\n"
Tell = Callable[..., StoryAnswer]


@pytest.fixture(scope="module")
def pact(root: Path) -> Agreement:
    return load((root / "tests" / "rights" / "pact.yaml").read_bytes())


@pytest.fixture(scope="module")
def one(pact: Agreement) -> Tell:
    def told(point: str, **what_ifs: tuple[Agreement, Record]) -> StoryAnswer:
        story = read_story(f"{HEAD}  - {{id: P, says: something, {point}}}\n".encode(), "story.yaml", pact)
        days = tuple(parse_instant(day, zone("UTC")) for day in ("2024-04-30", "2024-05-01"))
        (found,) = tell(story, pact, Record(), "folder", days, what_ifs)
        return found

    return told


def told(found: StoryAnswer) -> tuple[tuple[str, str], ...]:
    return tuple((day, str(answer)) for day, answer in found.answers)


def test_a_licence_is_asked_each_day_and_its_command_repeats_it(one: Tell) -> None:
    found = one("clause: licence, license: {to: rival, product: assistant}")
    assert told(found) == (("2024-04-30", "forbidden [contested]"), ("2024-05-01", "forbidden [contested]"))
    assert found.clauses == ("licence@base",)
    assert found.command == "firstcall decide folder --license-to rival --product assistant --on 2024-05-01"
    assert [decision.outcome for _, decision in found.decisions] == ["forbidden", "forbidden"]
    assert used_in(found.point) == ("assistant",)


def test_a_use_may_name_a_model_and_its_own_days(one: Tell) -> None:
    found = one("on: [2025-06-01], use: {licensee: cloud, product: device, ip: methods, model_developed: 2025-01-01}")
    assert told(found) == (("2025-06-01", "forbidden"),)
    assert found.command == (
        "firstcall decide folder --licensee cloud --product device --ip methods --model-developed 2025-01-01"
        " --on 2025-06-01"
    )


def test_a_what_if_is_asked_of_what_it_supposes(one: Tell, pact: Agreement) -> None:
    shared = pact.fresh_copy({"readings": (), "clauses": tuple(c for c in pact.clauses if c.id != "licence")})
    found = one("what_if: none, license: {to: rival, product: assistant}", none=(shared, Record()))
    assert told(found)[0] == ("2024-04-30", "ungoverned")
    assert found.command.endswith("--product assistant --with folder/what-if/none.yaml --on 2024-05-01")


def test_a_what_if_that_is_not_there_is_told(one: Tell) -> None:
    with pytest.raises(QuestionError) as refused:
        one("what_if: gone, license: {to: rival, product: assistant}")
    assert str(refused.value) == "the what-if 'gone' is not there\n  fix: keep it as what-if/gone.yaml"


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("grades: true, license: {to: rival, product: assistant}", "a point has exactly one of ask, use, license"),
        ("clause: licence", "a point has exactly one of ask, use, license"),
        ("grades: true, what_if: gone", "a what-if is asked something"),
        ("use: {licensee: cloud}", "product"),
        ("grades: true, source: [dead]", "unknown source 'dead'"),
    ],
)
def test_a_slip_in_a_point_is_told(one: Tell, point: str, said: str) -> None:
    with pytest.raises(AgreementError) as refused:
        one(point)
    assert said in str(refused.value)
    assert all(problem.fix and problem.place.line == 5 for problem in refused.value.problems)


SPANISH = "words:\n  es:\n    title: Un relato\n    points:\n      {point}: {{says: algo, not_yet: falta}}\n"


def test_a_story_is_told_in_the_words_its_author_wrote_for_a_language(pact: Agreement) -> None:
    text = HEAD + "  - {id: P, says: something, attribution: they, not_yet: missing}\n" + SPANISH.format(point="P")
    story = read_story(text.encode(), "story.yaml", pact)
    spanish = story.in_language("es")
    assert (spanish.title, spanish.points[0].says, spanish.points[0].not_yet) == ("Un relato", "algo", "falta")
    assert spanish.points[0].attribution == "they", "what is left out stays as it was first written"
    assert story.in_language("id") == story.in_language("en") == story


def test_words_for_a_point_that_is_not_there_are_told_with_their_place(pact: Agreement) -> None:
    text = HEAD + "  - {id: P, says: something, not_yet: missing}\n" + SPANISH.format(point="Q")
    with pytest.raises(AgreementError) as told:
        read_story(text.encode(), "story.yaml", pact)
    assert str(told.value).startswith("story.yaml:10:")
    assert "unknown point 'Q'" in str(told.value) and "name one of the story's points" in str(told.value)


def test_the_public_story_is_told_whole_in_every_language(root: Path) -> None:
    folder = root / "examples" / "microsoft-openai"
    agreement = load((folder / "agreement.yaml").read_bytes())
    story = read_story((folder / "story.yaml").read_bytes(), "story.yaml", agreement)
    for words in story.words.values():
        assert list(words.points) == [point.id for point in story.points]
        for point in story.points:
            said = words.points[point.id]
            for there, first in ((said.attribution, point.attribution), (said.not_yet, point.not_yet)):
                assert (there is None) == (first is None), point.id
    assert set(story.words) == {"es", "id"}
