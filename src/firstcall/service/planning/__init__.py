"""Routes, moves and plans: their files and commands."""
