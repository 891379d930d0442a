"""What people write for planning: needs, supply and futures; and the grid of time that they are laid on."""
