"""Mechanics that know no feature: everything here would serve another product unchanged."""
