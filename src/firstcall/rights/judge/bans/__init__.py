"""What prohibitions say: to capacity and technology as to acts of a party, and why.

Comes in: a prohibition and what is done. Goes out: whether it reaches that, and why, as facts. Weighs nothing.
"""
