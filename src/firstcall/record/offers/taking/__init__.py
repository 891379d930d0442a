"""What holders take: how they share it, how they perform it, and when it ends the right.

In: courses of offers and what holders asked for. Out: parts, matches with their milestones, and the right that is left.
"""
