"""A question as a sentence: what is asked, its day, what was known, in the reader's language."""

from datetime import UTC, datetime

import pytest

from firstcall.dates import parse_when, zone
from firstcall.report.words.enums import Language
from firstcall.report.words.question import question_sentence
from firstcall.report.words.words import words_in

WHERE = zone("America/Los_Angeles")


def said(lang: Language, day: str = "2025-02-01", known: datetime | None = None, **question: str) -> str:
    asked = {name.replace("_", " ") if name != "known_at" else name: value for name, value in question.items()}
    uses = tuple(question["workload"].split(", ")) if "workload" in question else ()
    return question_sentence(asked, uses, parse_when(day, WHERE), known, WHERE, words_in(lang))


@pytest.mark.parametrize(
    ("question", "es", "id_"),
    [
        ({"workload": "training, research", "provider": "azure"},
         "¿se puede firmar capacidad en azure y ejecutar training y research en ella?",
         "bolehkah kapasitas ditandatangani di azure, dan training dan research dijalankan di sana?"),
        ({"workload": "training"}, "¿se puede firmar capacidad y ejecutar training en ella?",
         "bolehkah kapasitas ditandatangani, dan training dijalankan di sana?"),
        ({"workload": "training", "contract": "K-1"}, "¿se puede ejecutar training al amparo del contrato K-1?",
         "bolehkah training dijalankan menurut kontrak K-1?"),
        ({"workload": "training", "offer": "O-1"}, "¿se puede firmar la oferta O-1 y ejecutar training en ella?",
         "bolehkah tawaran O-1 ditandatangani, dan training dijalankan di atasnya?"),
        ({"licensee": "microsoft", "product": "first_party"}, "¿puede microsoft usar los modelos en first_party?",
         "bolehkah microsoft memakai model dalam first_party?"),
        ({"license_to": "aws", "product": "api", "ip": "research"}, "¿se puede licenciar research en api a aws?",
         "bolehkah research dalam api dilisensikan kepada aws?"),
    ],
)  # fmt: skip
def test_what_is_asked_is_a_sentence(question: dict[str, str], es: str, id_: str) -> None:
    assert said("es", "2025-02-01", None, **question) == f"{es} (fecha: 1 feb 2025)"
    assert said("id", "2025-02-01", None, **question) == f"{id_} (tanggal: 1 Feb 2025)"


def test_capacity_signed_before_is_only_run() -> None:
    told = said("es", workload="training", provider="own", capacity="own_build", signed="2024-05-01")
    assert told == ("¿se puede ejecutar training en capacidad ya firmada en own? (fecha: 1 feb 2025; "
                    "capacidad: construcción propia; firmada el: 1 may 2024)")  # fmt: skip
    assert said("en", workload="x", capacity="existing").startswith("may x run on capacity signed before? (day: ")


def test_every_other_part_is_named_beside_it() -> None:
    told = said("es", "2025-02", datetime(2025, 3, 1, 1, tzinfo=UTC), workload="training", contract="K", tranche="2",
                provider="azure", customer="general", quantity="12000.5", site="S", region="us")  # fmt: skip
    assert told.endswith("(fecha: febrero de 2025; proveedor: azure; tramo: 2; cliente: general; cantidad: 12.000,5; "
                         "emplazamiento: S; region: us; según lo conocido hasta el 28 feb 2025 17:00 "
                         "(America/Los_Angeles))")  # fmt: skip
    model = said("id", licensee="a", product="b", model="M", model_developed="2025-01-01T10:00")
    assert model.endswith("(tanggal: 1 Feb 2025; model: M; dikembangkan: 1 Jan 2025 10.00 (America/Los_Angeles))")
