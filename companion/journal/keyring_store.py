"""The system's keyring, asked late and believed only when it gives back what it was given.

A machine without a desktop has none; a locked one refuses. Both count as "no keyring", never as an error.
"""

_SERVICE = "companion journal"
_REAL_KEYRING = 1  # keyring's own bar: backends below it keep nothing, or keep it in plain text


def read(name: str) -> bytes | None:
    """The key filed under `name`, None when there is none or the keyring refuses."""
    import keyring  # noqa: PLC0415 - costs 0.1 s, and most starts find the key file
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        kept = keyring.get_password(_SERVICE, name)
    except KeyringError:
        return None
    return bytes.fromhex(kept) if kept else None


def write(name: str, key: bytes) -> bool:
    """Whether the keyring took the key and gives it back."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        if keyring.get_keyring().priority < _REAL_KEYRING:
            return False
        keyring.set_password(_SERVICE, name, key.hex())
        return keyring.get_password(_SERVICE, name) == key.hex()
    except KeyringError:
        return False


def remove(name: str) -> None:
    """Forget the key filed under `name`, if there is one."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        if keyring.get_password(_SERVICE, name):
            keyring.delete_password(_SERVICE, name)
    except KeyringError:
        return
