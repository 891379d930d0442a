"""Tables of decisions that a partnership keeps in its folder `tables`: their certificates, which receipts name."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from firstcall.dates import parse_instant, zone
from firstcall.errors import Place, RecordError
from firstcall.report.exports.certificate import CERTIFICATE, certificate_values
from firstcall.rights.receipt import TableCertificate
from firstcall.said import Said, sentence
from firstcall.service.folder import TABLES
from firstcall.service.plain_files import read_file
from firstcall.values import dataclass

EXPORT_KINDS = ("cedar", "sql", "json")


class NoCertificate(Said):
    says = sentence("soundness.no-certificate", "this is no certificate of a table of decisions")


class ExportAnewOrRemove(Said):
    says = sentence("soundness.export-anew-or-remove", "export the table anew, or remove its folder")


class ExportAnew(Said):
    says = sentence("soundness.export-anew", "export anew")


@dataclass(frozen=True, slots=True)
class MadeTable:
    """An export as it lies in a folder: for which engine, of which instant, and what stands behind it."""

    folder: Path
    kind: str
    at: str
    certificate: TableCertificate

    def checked_by(self, deal: str) -> str:
        """Return the command that asks every question of it again.

        Args:
          deal: the partnership's folder with the flags of what is supposed, as they are typed.
        """
        return f"firstcall export {deal} --to {self.kind} --on {self.at} --check {shlex.quote(str(self.folder))}"

    def values(self, deal: str) -> dict[str, Any]:
        """Return the certificate as a receipt tells it: with the folder, and the command that checks every answer."""
        where = {"folder": str(self.folder), "check": self.checked_by(deal)}
        return where | certificate_values(self.certificate)


def made_tables(folder: Path) -> tuple[MadeTable, ...]:
    """Return the tables that a partnership keeps, in the order of their folders' names.

    Raises:
      RecordError: a certificate that is none.
    """
    held = folder / TABLES
    if not held.is_dir():
        return ()
    return tuple(table_in(file.parent) for file in sorted(held.glob(f"*/{CERTIFICATE}")))


def table_in(folder: Path) -> MadeTable:
    """Return the table that an export wrote into a folder.

    Raises:
      NotFound: there is no certificate in it.
      RecordError: the certificate is none.
    """
    file = folder / CERTIFICATE
    try:
        told = json.loads(read_file(file).decode())
        return MadeTable(folder, _kind(told["kind"]), _text(told["at"]), _certificate(told))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RecordError(NoCertificate(), fix=ExportAnewOrRemove(), place=Place(str(file))) from error


def _certificate(told: Mapping[str, Any]) -> TableCertificate:
    names = {field.name for field in fields(TableCertificate)}
    if set(told) != {"kind", "at", *names}:
        raise ValueError(told)
    version = None if told["version"] is None else _text(told["version"])
    named = (_text(told["agreement"]), version, _instant(told["since"]), _instant(told["until"]))
    grounds = (_text(told["history"]), _text(told["record"]), _text(told["calendar"]), _text(told["zone_data"]))
    counts = (int(told["questions"]), int(told["classes"]), int(told["sets"]), int(told["answers"]))
    return TableCertificate(*named, *grounds, *counts, _text(told["digest"]), int(told["semantics"]))


def _kind(told: object) -> str:
    if told not in EXPORT_KINDS:
        raise ValueError(told)
    return str(told)


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError(told)
    return told


def _instant(told: object) -> datetime | None:
    return None if told is None else parse_instant(_text(told), zone("UTC"))
