"""The weights of concern are what the training script makes of the sentences in the repository."""

import subprocess
import sys
from pathlib import Path

from companion.understanding.classifier import weights

ROOT = Path(__file__).parent.parent.parent


def test_the_weights_were_made_from_these_sentences() -> None:
    """Whoever changes a sentence, a feature or a threshold trains again: run scripts/train_concern.py."""
    asked = "import sys; sys.path.insert(0, 'scripts'); import concern_examples as made; print(made.checksum())"
    printed = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert weights().made_from == printed.stdout.strip()
