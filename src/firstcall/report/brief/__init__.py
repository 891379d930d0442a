"""The brief: a partnership on a day; its story, back-test and contested points.

Comes in: an agreement, a record, transactions, a story. Goes out: sheets, plain data, a page.
"""
