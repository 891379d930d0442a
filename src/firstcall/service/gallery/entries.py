"""The gallery's folders: what there is, by name."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from firstcall.agreement.document import Agreement
from firstcall.errors import NotFound, near_or_listed
from firstcall.planning.inputs.needs_file import read_written
from firstcall.said import Quoted, Said, sentence
from firstcall.service.folder import read_agreement
from firstcall.service.gallery.questions import KnownQuestions
from firstcall.service.plain_files import read_file
from firstcall.values import dataclass


class NotInGallery(Said):
    says = sentence("gallery.not-in-gallery", "there is no {name} in the gallery")
    name: Annotated[str, Quoted]


@dataclass(frozen=True)
class GalleryEntry:
    """One folder of the gallery: an agreement, what happened, and questions with known answers."""

    path: Path

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.path.name

    @cached_property
    def agreement(self) -> Agreement:
        """What was agreed."""
        return read_agreement(self.path)

    @cached_property
    def known(self) -> KnownQuestions:
        """The questions with their answers.

        Raises:
          AgreementError: the file has problems, each with its place.
        """
        file = self.path / "questions.yaml"
        return read_written(read_file(file), KnownQuestions, str(file))[0]

    @property
    def about(self) -> str:
        """The page about it, as Markdown."""
        return read_file(self.path / "README.md").decode()

    @property
    def text(self) -> str:
        """The agreement as it is written."""
        return read_file(self.path / "agreement.yaml").decode()

    @property
    def lines(self) -> int:
        """How many lines of YAML the agreement takes, comments and empty lines apart."""
        return sum(1 for line in self.text.splitlines() if line.strip() and not line.lstrip().startswith("#"))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of clause that it uses, in any version, by the alphabet."""
        return tuple(sorted({clause.type for clause in self.agreement.every_clause}))


def gallery_entries() -> tuple[GalleryEntry, ...]:
    """Return every entry of the gallery, by name."""
    root = Path(str(files("firstcall.service.gallery").joinpath("entries")))
    return tuple(GalleryEntry(path) for path in sorted(root.iterdir()) if (path / "agreement.yaml").is_file())


def gallery_entry(name: str) -> GalleryEntry:
    """Return the entry of a name.

    Raises:
      NotFound: there is none of that name; the nearest is named.
    """
    every = {entry.name: entry for entry in gallery_entries()}
    if name not in every:
        raise NotFound(NotInGallery(name=name), fix=near_or_listed(name, every))
    return every[name]
