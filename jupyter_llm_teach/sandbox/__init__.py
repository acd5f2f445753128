"""Where learners' programs run: bubblewrap, else Landlock, else not at all."""
