"""`python3 -m second vectors [FOLDER]` runs the golden vectors, `python3 -m second foreign` those of others.
`python3 -m second person NAME ORIGIN…` is somebody at these services: a line of JSON in, as `["say", 0, "hello"]`,
and `{"ok": …}` or `{"refused": "…"}` out. Words are methods of `Person`."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from . import foreign, vectors
from .notation import Refused
from .person import Person

WORDS = ('invite', 'link', 'accept', 'say', 'attach', 'fetch', 'mixed', 'mask', 'mails')


def _now() -> int:
    return time.time_ns() // 1_000_000


def _done(person: Person, word: str, given: list[Any]) -> Any:
    if word not in WORDS:
        raise Refused(f'no such word: {word}')
    if word == 'attach':
        given[2] = bytes.fromhex(given[2])
    return getattr(person, word)(*given)


def converse(name: str, origins: list[str]) -> int:
    person = Person(name, origins, _now, os.urandom)
    for line in sys.stdin:
        word, *given = json.loads(line)
        try:
            answer = {'ok': _done(person, word, given)}
        except Refused as refused:
            answer = {'refused': str(refused)}
        print(json.dumps(answer), flush=True)
    return 0


def main(words: list[str]) -> int:
    if words[:1] == ['vectors']:
        folder = Path(words[1]) if len(words) > 1 else vectors.FOLDER
        for name in vectors.unread(folder):
            print(f'{name}: no check reads this file')
        return vectors.run(folder) + len(vectors.unread(folder))
    if words == ['foreign']:
        return vectors.run(foreign.FOLDER, foreign.CHECKS)
    if words[:1] == ['person'] and len(words) > 2:
        return converse(words[1], words[2:])
    print(__doc__, file=sys.stderr)
    return 2


sys.exit(main(sys.argv[1:]))
