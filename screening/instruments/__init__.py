"""Everything around the nine instruments that needs a party, a round or paper."""
