"""The worker: mail, sealed papers, sweeps, and the daily round."""

import logging

from django.core.management.base import BaseCommand

from parties.outbox.worker import work_loop
from reports.pdf_child import PdfFailed, process

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send mail, make papers and do the daily round until asked to stop."

    def handle(self, *args, **options):
        preload_paper()
        work_loop()


def preload_paper() -> None:
    """Have the PDF process ready, so that the first paper does not wait. Without it the worker still works."""
    try:
        process.start()
    except PdfFailed as error:
        logger.warning("no PDF process yet: %s", error)
