"""``make bench``: what pages cost on this machine, next to a bare Flask view in the same run."""
