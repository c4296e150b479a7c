"""What happens when nobody says anything: asking whether it helped, reminding, letting rest."""
