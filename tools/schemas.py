"""docs/schemas/*.json: every JSON Schema, as `firstcall schema NAME` prints it.

`python tools/schemas.py` writes them anew.
"""

import sys
from pathlib import Path

from firstcall.service.schemas.names import schema_names, schema_text

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"


def kept() -> dict[str, str]:
    """What each file of the folder must say."""
    return {f"{name}.json": schema_text(name) for name in schema_names()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for stale in {path.name for path in FOLDER.glob("*.json")} - set(kept()):
        (FOLDER / stale).unlink()
    for name, text in kept().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    sys.exit()
