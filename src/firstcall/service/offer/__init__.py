"""The procedure of an offer from the command line: acts, pages, packets, deadlines."""
