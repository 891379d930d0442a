"""Where to get capacity, what to buy when, and what a clause is worth.

    inputs -> steps -> routes -> options -> model -> search -> results -> prices

`inputs` are what people write: needs, supply, futures, and the grid of time. `steps` asks `decide` what must
happen before a line of supply may be signed, and counts notices forward. `routes` answers for one need.
`options` are what could be bought and how things may turn out; `model` lays down the laws of a plan, `search` solves
it; `results` are exact figures; `prices` compares plans with a clause and without.
"""
