"""Where to get capacity, what to buy when, and what a clause is worth.

    inputs -> steps -> routes
                    -> model -> results -> prices

`inputs` are what people write: needs, supply, futures, and the grid of time. `steps` asks `decide` what must
happen before a line of supply may be signed, and counts notices forward. `routes` answers for one need;
`model` plans many over time; `results` are exact figures; `prices` compares plans with a clause and without.
"""
