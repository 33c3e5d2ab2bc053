"""Pages of an account itself, whatever party it works for."""

from django.contrib.auth.decorators import login_required


def account_page(view):
    """Only for somebody who signed in; the mark is what a house test looks for."""
    guarded = login_required(view)
    guarded.guard = "account"
    return guarded
