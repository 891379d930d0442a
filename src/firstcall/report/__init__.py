"""RESULTS -> rows, terminal text and pages; one room for each noun, each with its JSON, text and page.

Comes in: what earlier stages return. Goes out: plain data, text, markup. Knows nothing of files and of the terminal.
"""
