"""What the parties promise one another beside shares and commitments: to pay a sum, to do a thing.

Comes in: the fields of one clause. Goes out: its model. Knows nothing of what happened.
"""
