"""A site's own look: one accent colour, and everything that follows from it.

``colours`` is arithmetic, ``shades`` decides, ``routes`` serves the style sheet.
"""
