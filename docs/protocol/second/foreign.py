"""Vectors of others, for what is written here and not taken from a library: `python3 -m second foreign`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import blind_rsa, hpke, kem, ristretto
from .notation import H, Refused, ed25519_holds
from .vectors import Different, same

Json = Any
FOLDER = Path(__file__).parents[3] / 'lib/crypto/vectors'
of_hex = bytes.fromhex


def given(text: str) -> Callable[[int], bytes]:
    """Draws once, all of it."""
    return lambda _: of_hex(text)


def check_ed25519(rows: Json) -> None:
    for row in rows:
        signature = of_hex(row['sig'])
        holds = len(signature) == 64 and ed25519_holds(of_hex(row['pk']), of_hex(row['msg']), signature)
        same(holds, row['result'] == 'valid', f'row {row["tcId"]}')


def check_edges(rows: Json) -> None:
    """Of the cases that divide libraries only number 3 holds: points of mixed order whose torsion cancels."""
    holding = [
        n for n, row in enumerate(rows) if ed25519_holds(of_hex(row['key']), of_hex(row['msg']), of_hex(row['sig']))
    ]
    same(holding, [3], 'cases that hold')


def check_mlkem(rows: Json) -> None:
    for row in rows:
        try:
            ciphertext, secret = kem.encapsulate(of_hex(row['ek']), given(row['m']))
        except Refused:
            same(row['result'], 'invalid', f'row {row["tcId"]}: refused')
            continue
        same((row['result'], ciphertext.hex(), secret.hex()), ('valid', row['c'], row['K']), f'row {row["tcId"]}')


def check_xwing(rows: Json) -> None:
    for row in rows:
        seed, public = of_hex(row['seed']), of_hex(row['pk'])
        same(hpke.xwing_public(seed), row['pk'], 'public key')
        enc, secret = hpke.encapsulate(hpke.XWING, public, given(row['eseed']))
        same((enc.hex(), secret.hex()), (row['ct'], row['ss']), 'encapsulation')
        same(hpke.decapsulate(hpke.XWING, seed, enc), row['ss'], 'decapsulation')


def check_hpke(rows: Json) -> None:
    kems = {'x25519': hpke.X25519, 'xwing': hpke.XWING}
    for row in rows:
        which, sealed = kems[row['suite']], row['enc'] + row['ct']
        info, aad, plain = (of_hex(row[name]) for name in ('info', 'aad', 'pt'))
        same(hpke.open_sealed(which, of_hex(row['skRm']), info, aad, of_hex(sealed)), plain, row['source'])
        if which is hpke.XWING:  # the RFC derives its ephemeral secret, which is not done here
            same(hpke.seal(which, of_hex(row['pkRm']), info, aad, plain, given(row['entropy'])), sealed, row['source'])


def check_voprf(v: Json) -> None:
    public = of_hex(v['publicKey'])
    for row in v['rows']:
        blinded, evaluated = ([of_hex(text) for text in row[name]] for name in ('blinded', 'evaluated'))
        for i, token_input in enumerate(map(of_hex, row['inputs'])):
            made = ristretto.blind(token_input, of_hex(row['blinds'][i]))
            same(made.element, row['blinded'][i], 'blinded')
            same(ristretto.finalize(token_input, made, evaluated[i]), row['outputs'][i], 'output')
        ristretto.check_proof(public, blinded, evaluated, of_hex(row['proof']))
        try:
            ristretto.check_proof(public, evaluated, blinded, of_hex(row['proof']))
        except Refused:
            continue
        raise Different('a proof of something else holds')


def check_blind_rsa(rows: Json) -> None:
    for row in rows:
        key, salt = of_hex(row['pkS']), of_hex(row['salt'])
        n, token_input = blind_rsa.modulus(key), of_hex(row['token'])[:98]
        same(token_input[2:34], row['nonce'], 'nonce')
        same(token_input[34:], H(of_hex(row['token_challenge'])) + H(key), 'challenge digest and key id')
        made = blind_rsa.blind(n, token_input, salt, of_hex(row['blind']))
        same(made.message, row['token_request'][6:], 'blinded message')
        made_token = token_input + blind_rsa.finalize(n, token_input, salt, made, of_hex(row['token_response']))
        same(made_token, row['token'], 'token')


CHECKS: dict[str, Callable[[Json], None]] = {
    'wycheproof-ed25519': check_ed25519,
    'speccheck-ed25519': check_edges,
    'wycheproof-mlkem768-encaps': check_mlkem,
    'xwing': check_xwing,
    'hpke': check_hpke,
    'rfc9497-voprf': check_voprf,
    'rfc9578-blind-rsa': check_blind_rsa,
}
