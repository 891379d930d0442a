"""What a change of the text changes: its words, its answers, and how offers in flight stand.

Comes in: two texts of one partnership, and its record. Goes out: fields before and after, answers before and after with
the fewest sets of questions that have them. Knows nothing of files and pages.
"""
