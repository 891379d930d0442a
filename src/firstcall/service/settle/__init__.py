"""The settlement desk: statements, their issue, where their lines come from, and the bridge to the other side."""
