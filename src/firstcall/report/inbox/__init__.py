"""Takes what is due and the offers that a party is told about -> pages and a message: by deadline, what may be done.

May not know how offers are folded, nor where a page or a message goes.
"""
