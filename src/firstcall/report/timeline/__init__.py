"""A partnership's time as a drawing: what is on it, and how it is drawn."""
