"""The use cases: load, decide, ask, guard, record, answer."""
