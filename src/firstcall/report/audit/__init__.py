"""An audit as rows, terminal text, JSON and a page."""
