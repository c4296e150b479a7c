"""What visitors and members see and own. Imports only ``search``; knows nothing of ``moderation``."""
