"""What is answered when something cannot be done now: everything that stands in the way, in words."""

from candidates.workflow import Missing


class NotNow(Exception):
    """This cannot be done now. `missing` says why, in words for the person who asked."""

    def __init__(self, *missing: Missing):
        super().__init__([str(one.text) for one in missing])
        self.missing = list(missing)
