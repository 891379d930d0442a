"""The questions that an agreement can be asked, what its clauses can say to each, and sets of them told in few words.

Comes in: an agreement, read one way, and a record. Goes out: points, what may be said of each on any record that acts
can make, and the fewest products of values that hold a set of points. Knows nothing of faults.
"""
