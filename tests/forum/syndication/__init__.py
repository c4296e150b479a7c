"""What the outside reads."""
