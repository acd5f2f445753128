"""`<CORRECTION>` tags."""
