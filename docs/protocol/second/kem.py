"""KEM of ../README.md: ML-KEM-768 (FIPS 203). Keys and decapsulation are OpenSSL's, through a pipe to Node (kem.mjs).
Encapsulation is here, since the vectors give the bytes it draws and OpenSSL takes none. Not in constant time."""

import os
import subprocess
import sys
from functools import cache
from hashlib import sha3_256, sha3_512, shake_128, shake_256
from pathlib import Path

from .notation import Draw, Refused, require

Q, N, K = 3329, 256, 3
Poly = list[int]


@cache
def _node() -> subprocess.Popen[str]:
    command = [os.environ.get('NODE', 'node'), str(Path(__file__).with_name('kem.mjs'))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ask(*words: str) -> bytes:
    try:
        node = _node()
        assert node.stdin and node.stdout
        node.stdin.write(' '.join(words) + '\n')
        node.stdin.flush()
        return bytes.fromhex(node.stdout.readline().strip() or 'none')
    except (OSError, ValueError):
        sys.exit('ML-KEM wants Node 24 or later; set NODE to its path')


def public(seed: bytes) -> bytes:
    """The encapsulation key (1,184 bytes) of the secret d ‖ z (64 bytes)."""
    return _ask('public', seed.hex())


def decapsulate(seed: bytes, ciphertext: bytes) -> bytes:
    require(len(ciphertext) == 1088, 'ML-KEM: ciphertext')
    return _ask('decapsulate', seed.hex(), ciphertext.hex())


def encapsulate(key: bytes, draw: Draw) -> tuple[bytes, bytes]:
    """Ciphertext (1,088 bytes) and shared secret (32): algorithms 17 and 20, m being the 32 bytes drawn."""
    require(len(key) == 1184, 'ML-KEM: key')
    m = draw(32)
    g = sha3_512(m + sha3_256(key).digest()).digest()
    return _encrypt(key, m, g[32:]), g[:32]


def _encrypt(key: bytes, m: bytes, r: bytes) -> bytes:
    """K-PKE.Encrypt, algorithm 14."""
    t = [_unpack(key[384 * i : 384 * (i + 1)], 12) for i in range(K)]
    if any(c >= Q for poly in t for c in poly):
        raise Refused('ML-KEM: a coefficient is not reduced')
    y = [_ntt(_noise(r, i)) for i in range(K)]
    e1 = [_noise(r, K + i) for i in range(K)]
    e2 = _noise(r, 2 * K)
    rows = [[_uniform(key[1152:], i, j) for j in range(K)] for i in range(K)]  # transposed: row i, column j
    u = [_add(_inverse_ntt(_dot(rows[i], y)), e1[i]) for i in range(K)]
    mu = [(Q + 1) // 2 * bit for bit in _unpack(m, 1)]
    v = _add(_add(_inverse_ntt(_dot(t, y)), e2), mu)
    return b''.join(_pack(_compress(p, 10), 10) for p in u) + _pack(_compress(v, 4), 4)


def _compress(poly: Poly, d: int) -> Poly:
    return [((c << d) + Q // 2) // Q % (1 << d) for c in poly]


def _pack(poly: Poly, d: int) -> bytes:
    return sum(c << (d * i) for i, c in enumerate(poly)).to_bytes(32 * d, 'little')


def _unpack(data: bytes, d: int) -> Poly:
    whole = int.from_bytes(data, 'little')
    return [whole >> (d * i) & ((1 << d) - 1) for i in range(N)]


def _uniform(rho: bytes, i: int, j: int) -> Poly:
    """SampleNTT, algorithm 7. The matrix is wanted transposed: row i of it is column i of A."""
    stream = shake_128(rho + bytes([i, j])).digest(1680)  # ten blocks: enough but once in 2^260
    out: Poly = []
    for at in range(0, len(stream), 3):
        a, b, c = stream[at : at + 3]
        out += [d for d in (a + 256 * (b % 16), b // 16 + 16 * c) if d < Q]
    return out[:N]


def _noise(r: bytes, n: int) -> Poly:
    """SamplePolyCBD with eta = 2, algorithm 8."""
    bits = _unpack(shake_256(r + bytes([n])).digest(128), 4)
    return [((b & 1) + (b >> 1 & 1) - (b >> 2 & 1) - (b >> 3)) % Q for b in bits]


def _reversed_bits(i: int) -> int:
    return int(f'{i:07b}'[::-1], 2)


ZETAS = [pow(17, _reversed_bits(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * _reversed_bits(i) + 1, Q) for i in range(128)]


def _ntt(poly: Poly) -> Poly:
    f, i, length = poly[:], 1, 128
    while length >= 2:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = ZETAS[i] * f[j + length] % Q
                f[j], f[j + length] = (f[j] + t) % Q, (f[j] - t) % Q
            i += 1
        length //= 2
    return f


def _inverse_ntt(poly: Poly) -> Poly:
    f, i, length = poly[:], 127, 2
    while length <= 128:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = f[j]
                f[j], f[j + length] = (t + f[j + length]) % Q, ZETAS[i] * (f[j + length] - t) % Q
            i -= 1
        length *= 2
    return [c * 3303 % Q for c in f]  # 3303 = 1/128


def _dot(left: list[Poly], right: list[Poly]) -> Poly:
    out = [0] * N
    for a, b in zip(left, right):
        for i in range(128):
            a0, a1, b0, b1 = a[2 * i], a[2 * i + 1], b[2 * i], b[2 * i + 1]
            out[2 * i] = (out[2 * i] + a0 * b0 + a1 * b1 * GAMMAS[i]) % Q
            out[2 * i + 1] = (out[2 * i + 1] + a0 * b1 + a1 * b0) % Q
    return out


def _add(a: Poly, b: Poly) -> Poly:
    return [(x + y) % Q for x, y in zip(a, b)]
