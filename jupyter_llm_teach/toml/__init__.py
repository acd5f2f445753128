"""Reads TOML files, and knows on which line everything in them stands."""
