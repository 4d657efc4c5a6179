"""`python3 -m second vectors [FOLDER]`: the golden vectors."""

import sys
from pathlib import Path

from . import vectors


def main(words: list[str]) -> int:
    if words[:1] == ['vectors']:
        return vectors.run(*map(Path, words[1:2]))
    print(__doc__, file=sys.stderr)
    return 2


sys.exit(main(sys.argv[1:]))
