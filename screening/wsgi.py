"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "screening.settings")

from parties.closed import readable_charset

application = readable_charset(get_wsgi_application())
