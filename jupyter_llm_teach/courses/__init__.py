"""Instructors' courses on disk: dialects, `teach.toml` and student versions."""
