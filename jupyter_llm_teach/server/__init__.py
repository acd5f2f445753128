"""HTTP only: requests to use cases, values to messages."""
