"""MyST exercises and solutions."""
