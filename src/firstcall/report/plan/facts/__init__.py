"""What a plan tells, as facts.

In: figures and words of `planning` and `report/figures`; out: sentences for the sheets and pages of a plan.
"""
