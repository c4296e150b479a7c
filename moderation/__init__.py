"""What staff and ambassadors do with the community. Imports ``forum`` and ``search``."""
