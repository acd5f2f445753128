"""What a reply may not contain, found by looking and by running, never by asking the model."""
