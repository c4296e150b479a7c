"""A picture for the site of the access tests."""

from io import BytesIO

from PIL import Image

from forum.accounts.models import User
from forum.uploads.actions import store_picture


def picture_of(owner: User) -> str:
    """The file name of a picture that somebody sent."""
    sent = BytesIO()
    Image.new("RGB", (8, 8)).save(sent, "PNG")
    return store_picture(owner, sent.getvalue()).url.path.rpartition("/")[2]
