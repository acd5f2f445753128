"""Our own light form: cell tags."""
