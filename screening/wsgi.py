"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "screening.settings")

from parties.closed import readable_charset  # noqa: E402 - needs the settings named above

application = readable_charset(get_wsgi_application())
