"""The guided set-up: from an empty party to the first invitation, in an evening, with pauses."""
