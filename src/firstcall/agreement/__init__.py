"""WHAT WAS AGREED: YAML text -> Agreement; terms(agreement, at) -> the text in force."""
