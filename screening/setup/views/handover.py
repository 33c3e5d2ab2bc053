"""The chair goes to somebody else."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from candidates.forms import CrispyForm
from parties.accounts.fresh import step_up
from parties.models import Member
from screening.setup.guards import seat_page
from screening.setup.handover import StandsHere, hand_over


class HandoverForm(CrispyForm):
    member = forms.ChoiceField(
        label=_l("Wie wordt voorzitter?"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Kies wie de nieuwe voorzitter wordt.")},
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {one.code: one for one in members}
        self.fields["member"].choices = [(code, one.name) for code, one in self.members.items()]


@seat_page
@step_up
@require_http_methods(["GET", "POST"])
def handover(request, round):
    """From the next request on the other is chair; what you read before stays secret."""
    others = Member.objects.select_related("user").filter(left_at__isnull=True).exclude(pk=request.actor.member.pk)
    form = HandoverForm(request.POST or None, members=others.order_by("joined_at"))
    if request.method == "POST" and form.is_valid():
        chosen = form.members[form.cleaned_data["member"]]
        try:
            hand_over(round, chosen, actor=request.actor)
            messages.success(request, _("%(name)s is nu voorzitter.") % {"name": chosen.name})
            return redirect("screening:home", request.actor.party.code)
        except StandsHere:
            form.add_error("member", _("Deze persoon is zelf kandidaat in deze ronde. Kies iemand anders."))
    return render(request, "screening/setup_handover.html", {"round": round, "form": form, "others": form.members})
