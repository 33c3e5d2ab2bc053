"""The committee's pages that look across: what to do now, the round, people, outgoing mail."""
