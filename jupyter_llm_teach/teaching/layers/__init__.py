"""The layers that rules come from, and what holds in the end."""
