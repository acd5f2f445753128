"""What opens a rung of the help ladder, and what keeps it closed."""
