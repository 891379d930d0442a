"""What a clause is worth: for one accelerator, in all, together with others; and what matters most."""
