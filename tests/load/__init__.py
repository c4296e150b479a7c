"""Many at once, against the real server in a process of its own."""
