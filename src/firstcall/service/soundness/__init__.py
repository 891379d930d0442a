"""Soundness, differences and exports on the command line: files read and written, findings and changes told.

Comes in: what was typed. Goes out: text, JSON, pages and files.
"""
