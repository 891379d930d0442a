"""Findings about an agreement in lines, as JSON and as a page.

Comes in: findings, and where each clause stands in its file. Goes out: lines as facts, plain values, HTML. May not know
how a finding was come by.
"""
