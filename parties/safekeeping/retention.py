"""How long each row is kept and how it goes: declared on the model, executed by one engine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Retention:
    """One line of the retention table (law.md section 7).

    `trigger` names the moment the term starts (see `register_trigger`), `days` the term, `way` how
    the row goes: "delete_row", "destroy_key:<class>", "truncate:<field>,<field>" or "keep";
    `rule` is the source ("R-03"), `outcome` narrows the line to candidacies with that outcome.
    """

    trigger: str
    days: int
    way: str
    rule: str
    outcome: str = ""
