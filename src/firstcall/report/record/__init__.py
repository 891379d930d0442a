"""Events and two parties' records, as lines and as JSON."""
