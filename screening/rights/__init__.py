"""Privacy rights as pages that look across: consents asked, rights cases, registers, holds."""
