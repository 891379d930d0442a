"""What could be bought, in which case, at what cost, and what capacity is alike."""
