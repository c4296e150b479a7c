"""Who answers what: assignments, threads that rest, and who is out of office."""
