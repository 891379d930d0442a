"""The terms in force, as rows and as a page for counsel."""
