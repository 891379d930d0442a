"""What a change of the text changes, in text, as JSON, on a page and as a paper with both wordings.

Comes in: rewordings, changed answers, turned transactions and moved deadlines. Goes out: sheets, plain values, HTML.
"""
