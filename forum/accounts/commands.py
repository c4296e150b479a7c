"""``flask people``: what whoever runs the site does about people."""

from flask.cli import AppGroup

people = AppGroup("people", help="Make people and give them roles.")
