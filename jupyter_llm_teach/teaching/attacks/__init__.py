"""Ways in which a model could give a solution away, for measuring the guard. Pure."""
