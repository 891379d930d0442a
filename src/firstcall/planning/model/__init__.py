"""The plan as a model: options to buy, scenarios, pools, rows and columns; solved with a proven gap."""
