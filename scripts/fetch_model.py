"""Fetch the official recognition model: .venv/bin/python scripts/fetch_model.py [--to FOLDER] [--from PLACE] [NAME].

Beside the offer at a first check-in this is the only thing that uses the network.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

from companion.errors import CompanionError
from companion.hearing.fetch import fetch_model
from companion.hearing.models import PREFERRED
from companion.settings import data_folder


def main() -> int:
    """Fetch, and say in one sentence what went wrong if something did."""
    parser = argparse.ArgumentParser(description="Fetch the official recognition model; this uses the network.")
    parser.add_argument("name", nargs="?", default=PREFERRED)
    parser.add_argument("--to", type=Path, default=data_folder() / "models", help="folder for models")
    parser.add_argument("--from", dest="url", help="another address, or a zip file on this machine")
    options = parser.parse_args()
    try:
        fetch_model(options.name, options.to, url=options.url, tell=partial(print, flush=True))
    except CompanionError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What has come so far is kept.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
