"""What is known of the models that learners meet, and how their many names are read."""
