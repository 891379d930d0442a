"""Reads the next batch while the present one is judged: both cores have something to do."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

ReadItem = TypeVar("ReadItem")
_END = object()


def read_ahead(items: Iterable[ReadItem], most: int = 2) -> Iterator[ReadItem]:
    """Yield items that another thread makes, at most a few ahead; what goes wrong there is raised here.

    >>> list(read_ahead(range(3)))
    [0, 1, 2]
    """
    ready: queue.Queue[object] = queue.Queue(maxsize=most)
    stopped = threading.Event()

    def put(item: object) -> bool:
        while not stopped.is_set():
            try:
                ready.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def run() -> None:
        try:
            source = iter(items)
            for item in source:
                if not put(item):
                    if hasattr(source, "close"):
                        source.close()
                    return
            put(_END)
        except BaseException as error:
            put(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        while (item := ready.get()) is not _END:
            if isinstance(item, BaseException):
                raise item
            yield cast("ReadItem", item)
    finally:
        stopped.set()
        thread.join()
