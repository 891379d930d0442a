"""The commands of the top level, a file each: flags in, a result to print out."""
