"""python -m firstcall."""

from firstcall.service.cli import main

main()
