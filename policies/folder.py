"""Where the files that come along lie. To import `importlib.resources` takes as long as to read them all."""

from pathlib import Path
from typing import Final

POLICIES: Final = Path(__file__).parent
