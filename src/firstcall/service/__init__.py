"""THE ONLY PLACE THAT TOUCHES THE WORLD: clock, ids, files, engines, the command line."""
