"""Routes and plans as rows, text, JSON and pages with charts."""
