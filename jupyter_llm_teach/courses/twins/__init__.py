"""An instructor's notebook beside its student's, without tags."""
