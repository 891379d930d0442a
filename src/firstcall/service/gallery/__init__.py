"""Agreements as they are signed: folders with questions whose answers are known come in, how it answers goes out.

    questions -> entries -> answers -> command

The folders lie in `examples/gallery`, which `entries` beside this file points to, so that a wheel carries them too.
Each question is asked through the library's door, as a user would ask it; nothing here knows a single partnership.
"""
