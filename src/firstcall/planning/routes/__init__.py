"""Where one need can be met: every line of supply with its steps, the cheapest cover, a move."""
