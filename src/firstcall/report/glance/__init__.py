"""Takes a partnership on a day -> what may be done, what is due next, what money moves, what is disputed: as facts.

May not know how a page or a terminal sets them, nor what a story or a back-test says.
"""
