"""RESULTS -> rows, terminal text and pages; pure."""
