"""The same audit by plain SQL: a log joined to the relation of decisions, on whichever engine holds it."""
