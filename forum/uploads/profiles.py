"""Colours as the file meant them: phones photograph in wider colours than a page shows.

What is kept has no profile, so the numbers have to mean sRGB, as browsers take them.
"""

from io import BytesIO

from PIL import Image, ImageCms

PROFILE_MAX_BYTES = 1_000_000  # a camera's has some hundred, a printer's some hundred thousand
_ALPHAS = {"RGBA": "RGB", "LA": "L"}
_READ = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}  # what a profile calls the same pixels


def in_srgb(image: Image.Image) -> Image.Image:
    """The same picture in sRGB; as it was where no profile says anything that can be used."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not 0 < len(profile) <= PROFILE_MAX_BYTES:
        return image
    pixels = image.convert(_ALPHAS[image.mode]) if image.mode in _ALPHAS else image
    if image.mode == "P" and "transparency" not in image.info:
        pixels = image.convert("RGB")
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        if meant.profile.xcolor_space.strip() != _READ.get(pixels.mode):
            return image
        shown = ImageCms.profileToProfile(
            pixels, meant, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if shown is None:
        return image
    if image.mode in _ALPHAS:
        shown.putalpha(image.getchannel("A"))
    return shown
