"""What an admin sets while the site runs; what the environment decides is ``core.config``.

``current()`` is read once and kept for a minute, or until this process changes one.
"""

from forum.core.settings.models import Setting
from forum.core.settings.store import Change, current, init_app, put, site_name
from forum.core.settings.values import SiteSettings

__all__ = ["Change", "Setting", "SiteSettings", "current", "init_app", "put", "site_name"]
