"""The command line, `jupyter teach`."""
