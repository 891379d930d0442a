"""A clause in plain words, so that counsel can hold it against the contract."""
