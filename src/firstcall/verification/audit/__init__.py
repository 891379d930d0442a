"""The audit: every placement in a log judged under the agreement, as of its own instant."""
