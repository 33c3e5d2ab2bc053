"""The secrets behind one-time codes and recovery codes, under the master key (decision 16)."""

import base64
import binascii

from parties.safekeeping import keyring
from parties.safekeeping.crypto import Place, SealBroken, seal_bytes, unseal_bytes

# allauth does not say whose secret it is, so every secret has the same place.
PLACE = Place(party_id=0, owner="accounts", table="mfa_authenticator", row="", field="data")


def seal_secret(text: str) -> str:
    token = seal_bytes(keyring.master_keys()[0], text.encode(), PLACE)
    return base64.urlsafe_b64encode(token).decode()


def unseal_secret(sealed: str) -> str:
    """Raises SealBroken for anything that none of the master keys sealed."""
    try:
        token = base64.urlsafe_b64decode(sealed.encode())
    except (binascii.Error, ValueError) as error:
        raise SealBroken("not a sealed secret") from error
    for key in keyring.master_keys():
        try:
            return unseal_bytes(key, token, PLACE).decode()
        except SealBroken:
            continue
    raise SealBroken("none of the master keys sealed this")
