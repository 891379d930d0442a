"""A plan in exact figures: what is bought, what runs where, what is missing and why, and how plans differ."""
