"""Lets ``python -m policies.cli`` do what ``muster`` does."""

import sys

from policies.cli.main import main

sys.exit(main())
