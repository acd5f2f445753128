"""The Jupyter AI persona “Teach”: the same tutor, asked from a chat. Loaded by Jupyter AI alone."""
