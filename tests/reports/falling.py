"""A process that falls down in the middle of an act: SIGKILL right after its n-th statement (decision 39).

Run as a program by `test_crash.py`: it starts Django once, then forks for every request it reads on standard input,
one JSON line each: {"act": ..., "candidacy": ..., "after": n}. It answers "killed" or "done".
"""

import json
import os
import signal
import sys

ACTS = ("submit", "adopt", "sign")


def main() -> None:
    import django

    django.setup()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _act(order)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else f"done {os.WEXITSTATUS(status)}", flush=True)


def _act(order: dict) -> None:
    from django.db import connection

    from candidates.models import Candidacy
    from parties.models import Party
    from parties.scope import party_scope

    counter = {"left": order["after"]}

    def fall(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if counter["left"] is not None:
            counter["left"] -= 1
            if counter["left"] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return result

    party = Party.objects.get(pk=order["party"])
    with party_scope(party):
        candidacy = Candidacy.objects.select_related("party", "round", "round__body", "round__election").get(
            pk=order["candidacy"]
        )
        do = _prepared(order["act"], candidacy)
        with connection.execute_wrapper(fall):
            do()


def _prepared(act: str, candidacy):
    """The act, with everything that is only read before it read already."""
    from candidates.models import CandidateSession
    from candidates.submission import submit
    from parties.actors import Actor
    from parties.models import Member
    from reports.papers.adopting import adopt
    from reports.papers.declaring import live_declaration
    from reports.papers.signing import sign

    if act == "adopt":
        bram = Member.objects.select_related("user").get(user__email="bram@voorbeeld.nl", party=candidacy.party)
        actor = Actor(kind="member", party=candidacy.party, member=bram, user=bram.user, role="chair", name=bram.name)
        return lambda: adopt(candidacy, actor=actor)
    session = CandidateSession.objects.filter(candidacy=candidacy).first()
    actor = Actor(
        kind="candidate", party=candidacy.party, candidacy=candidacy, session=session, role="candidate", name="Anna"
    )
    if act == "submit":
        return lambda: submit(candidacy, actor=actor)
    digest = live_declaration(candidacy).text_digest
    return lambda: sign(candidacy, actor=actor, typed_name="Anna de Wit", text_digest=digest)


if __name__ == "__main__":
    main()
