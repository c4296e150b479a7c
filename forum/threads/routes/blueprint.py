"""The one blueprint of the room."""

from flask import Blueprint

blueprint = Blueprint("threads", __name__)
