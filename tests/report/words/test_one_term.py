"""One Spanish and one Indonesian term for each concept: what else it might be called stands in no catalogue."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import firstcall

LOCALE = Path(firstcall.__file__).parent / "report" / "words" / "locale"
Term = tuple[str, str]
"""What a concept is called, and what it is never called: words joined by `|`, or nothing."""
CONCEPTS: dict[str, tuple[Term, Term]] = {
    "accelerator": (("acelerador", "aceleradora"), ("akselerator", "pemercepat")),
    "amendment": (("modificación", "enmienda|adenda|reforma"), ("perubahan", "amandemen|adendum")),
    "business day": (("día hábil", "día laborable|día laboral"), ("hari kerja", "hari usaha")),
    "capacity": (("capacidad", ""), ("kapasitas", "")),
    "clause": (("cláusula", "estipulación"), ("klausul", "pasal|klausula")),
    "consent": (("consentimiento", "asentimiento"), ("persetujuan", "")),
    "contract": (("contrato", "convenio"), ("kontrak", "")),
    "customer": (("cliente", "usuario final"), ("pelanggan", "klien")),
    "determination": (("determinación", ""), ("penetapan", "determinasi")),
    "event": (("suceso", "acontecimiento|evento"), ("peristiwa", "kejadian")),
    "exclusivity": (("exclusividad", ""), ("eksklusivitas", "")),
    "file": (("archivo", "fichero"), ("berkas", "dokumen berkas")),
    "first refusal": (("derecho de tanteo", "derecho de preferencia|retracto"),
                      ("hak penolakan pertama", "hak pertama|hak prioritas")),
    "folder": (("carpeta", "directorio"), ("folder", "direktori")),
    "grantor": (("otorgante", "concedente|cedente"), ("pemberi hak", "pemberi izin")),
    "holder": (("titular", "tenedor"), ("pemegang hak", "")),
    "holiday": (("festivo", "feriado"), ("hari libur", "tanggal merah")),
    "invoice": (("factura", ""), ("tagihan", "faktur penjualan")),
    "match": (("igualación", ""), ("penyamaan", "pencocokan")),
    "notice": (("notificación", "preaviso"), ("pemberitahuan", "notifikasi")),
    "offer": (("oferta", "propuesta"), ("tawaran", "penawaran harga")),
    "option": (("opción", ""), ("opsi", "")),
    "party": (("parte", ""), ("pihak", "")),
    "period": (("período", "periodo"), ("periode", "kurun waktu")),
    "provider": (("proveedor", "suministrador"), ("penyedia", "pemasok")),
    "quarter": (("trimestre", "cuatrimestre"), ("triwulan", "kuartal")),
    "record": (("registro", "expediente"), ("catatan", "rekaman")),
    "region": (("región", ""), ("wilayah", "kawasan|daerah")),
    "right": (("derecho", ""), ("hak", "")),
    "settlement period": (("período de liquidación", ""), ("periode penyelesaian", "")),
    "shortfall": (("déficit", "faltante"), ("kekurangan", "defisit")),
    "statement": (("liquidación", "extracto"), ("laporan penyelesaian", "nota penyelesaian")),
    "tail": (("período de cola", ""), ("masa ekor", "")),
    "term": (("vigencia", ""), ("masa berlaku", "")),
    "terms": (("condiciones", "términos"), ("ketentuan", "")),
    "third party": (("tercero", ""), ("pihak ketiga", "")),
    "tolerance": (("tolerancia", ""), ("toleransi", "")),
    "tranche": (("tramo", ""), ("tranche", "tahapan")),
    "version": (("versión", ""), ("versi", "")),
    "waiver": (("renuncia", "dispensa"), ("pengesampingan", "waiver|melepaskan hak|pelepasan hak")),
    "window": (("plazo de respuesta", "ventana"), ("jangka waktu jawaban", "jendela")),
    "workload": (("carga de trabajo", ""), ("beban kerja", "")),
}  # fmt: skip
PLACE = {"es": 0, "id": 1}


def messages(lang: str) -> Iterator[tuple[str, str]]:
    """Every English sentence with each form in which a language says it."""
    for file in (LOCALE / f"{lang}.po", *sorted((LOCALE / lang).glob("*.po"))):
        for message in read_po(iter(file.read_text("utf-8").splitlines(keepends=True)), locale=lang):
            english = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            yield from ((english, form) for form in forms if english)


@pytest.mark.parametrize("lang", PLACE)
def test_each_concept_is_called_one_thing(lang: str) -> None:
    terms = {english: both[PLACE[lang]][0] for english, both in CONCEPTS.items()}
    told = {(english, said) for english, said in messages(lang) if english in terms}
    assert {english: said for english, said in told if said != terms[english]} == {}
    assert len(dict(told)) >= 36, "most concepts are messages of their own"


@pytest.mark.parametrize("lang", PLACE)
def test_no_concept_is_called_anything_else(lang: str) -> None:
    never = "|".join(word for both in CONCEPTS.values() if (word := both[PLACE[lang]][1]))
    other = re.compile(rf"\b({never})(s|es)?\b", re.IGNORECASE)
    assert {said: found[0] for _, said in messages(lang) if (found := other.search(said))} == {}
    assert other.search("periodo, fichero" if lang == "es" else "kuartal")
