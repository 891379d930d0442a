"""Logs of placements: read, judged by one of three engines, written back."""
