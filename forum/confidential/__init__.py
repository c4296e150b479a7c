"""What an asker tells the team alone."""
