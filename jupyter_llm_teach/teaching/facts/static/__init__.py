"""What the text of a program says against it: one file for each subject."""
