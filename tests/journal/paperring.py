"""A keyring backend that keeps passwords in a JSON file, or refuses like a locked one: for tests only."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class PaperKeyring(KeyringBackend):
    """Keeps them in the file named by PAPER_KEYRING; 'locked' refuses."""

    priority = 5

    @staticmethod
    def _kept() -> dict[str, str]:
        if os.environ["PAPER_KEYRING"] == "locked":
            raise KeyringLocked
        path = Path(os.environ["PAPER_KEYRING"])
        return dict(json.loads(path.read_text())) if path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        """The password, None when there is none."""
        return self._kept().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        kept = self._kept() | {f"{service}/{username}": password}
        Path(os.environ["PAPER_KEYRING"]).write_text(json.dumps(kept))

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        kept = self._kept()
        del kept[f"{service}/{username}"]
        Path(os.environ["PAPER_KEYRING"]).write_text(json.dumps(kept))
