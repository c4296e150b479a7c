"""What visitors and members see and own. Imports ``search`` alone; knows no ``moderation``."""
