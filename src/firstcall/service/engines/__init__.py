"""The engines that add up billing rows: each must first add twenty nasty rows exactly."""
