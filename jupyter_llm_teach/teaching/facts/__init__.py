"""What analysis finds about a learner's answer: values without prose."""
