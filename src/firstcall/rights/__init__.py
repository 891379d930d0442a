"""WHAT MAY BE DONE: terms, position and a question -> Decision."""
