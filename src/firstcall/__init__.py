"""Firstcall: a compute partnership, executable.

    agreement -> record -> rights -> settlement -> report -> service

Each folder makes one thing and imports only from those before it; folders in one bracket do not know
one another. A stage that is not built yet has no folder. Everything before `service` is a functional
core: `at` and `now` are arguments, and nothing there touches clock, files, network or environment.
"""
