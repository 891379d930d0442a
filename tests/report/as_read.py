"""A page as its reader has it: what only holds a line together is no part of what it says."""

import re

HELD = re.compile(r'<span class="w">([^<]*)</span>|<wbr>|(\N{NO-BREAK SPACE})')


def as_read(page: str) -> str:
    """The page with common blanks, and without elements that stand for the layout of a line alone."""
    return HELD.sub(lambda found: " " if found[2] else found[1] or "", page).replace(' class="w"', "")
