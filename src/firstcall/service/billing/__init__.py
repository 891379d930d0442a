"""Billing exports and revenue files: read strictly, checked, reduced on an engine."""
