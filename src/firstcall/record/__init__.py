"""WHAT HAPPENED: events in streams, the one fold of offers, and where things stand at an instant."""
