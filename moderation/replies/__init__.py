"""Canned replies: texts that answer many, filled in for one thread."""
