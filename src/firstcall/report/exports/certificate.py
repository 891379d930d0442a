"""The certificate of a table of decisions as plain values, and as the file that lies beside an export."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from firstcall.dates import iso
from firstcall.rights.receipt import TableCertificate

CERTIFICATE = "certificate.json"
"""What stands behind the answers of an export: equal texts and records give an equal one."""


def certificate_values(certificate: TableCertificate) -> dict[str, Any]:
    """Return what stands behind a table as plain values: instants in UTC."""
    since, until = certificate.since, certificate.until
    return asdict(certificate) | {"since": iso(since) if since else None, "until": iso(until) if until else None}


def certificate_text(certificate: TableCertificate, kind: str, at: datetime) -> str:
    """Return the file that lies beside an export.

    Args:
      certificate: what stands behind the table.
      kind: for which engine the export is.
      at: the instant that it was made of.
    """
    told = {"kind": kind, "at": iso(at), **certificate_values(certificate)}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
