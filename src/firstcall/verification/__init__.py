"""Verification: is what was agreed sound, and was it kept to?"""
