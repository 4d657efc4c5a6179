#!/usr/bin/env python3
"""Reads a backup file of Nucleus without Nucleus: python3 read-archive.py FILE [OUTPUT-FOLDER]

Written from backup-format.md alone. It needs PyNaCl (Debian: python3-nacl), asks for the passphrase, prints what is in
the file as JSON, and puts the files of entries into the folder if one is named.
"""
import getpass, json, os, struct, sys, unicodedata
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as open_aead
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

MAGIC = b"nucleus archive\n"
PART = 65_536 + 16


def take(data, at, form):
    return struct.unpack_from(">" + form, data, at), at + struct.calcsize(">" + form)


def blob(data, at):
    (length,), at = take(data, at, "H")
    return data[at : at + length], at + length


def content_of(file, passphrase):
    if not file.startswith(MAGIC):
        sys.exit("This is no backup file of Nucleus.")
    (version, length), at = take(file, len(MAGIC), "BH")
    if version != 1:
        sys.exit(f"This file is of version {version}; this program reads version 1.")
    head, end = file[: at + length], at + length
    (count,), at = take(file, at, "B")
    for _ in range(count):
        (way,), at = take(file, at, "B")
        parameters, at = blob(file, at)
        sealed, at = blob(file, at)
        if way == 1:
            key = key_of(passphrase, parameters, sealed)
            return b"".join(parts(file[end:], key, head))
    sys.exit("This file does not open with a passphrase.")


def key_of(passphrase, parameters, sealed):
    salt, memory_kib, passes, lanes = struct.unpack(">16sIHB", parameters)
    if lanes != 1:
        sys.exit("libsodium has no Argon2id of several lanes.")
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    derived = argon2id.kdf(32, typed, salt, opslimit=passes, memlimit=memory_kib * 1024)
    try:
        return open_aead(sealed[24:], MAGIC + b"\x01\x01" + parameters, sealed[:24], derived)
    except CryptoError:
        sys.exit("That is not the passphrase of this file.")


def parts(sealed, key, head):
    count = max(1, -(-len(sealed) // PART))
    for at in range(count):
        nonce = bytes(19) + struct.pack(">IB", at, at == count - 1)
        try:
            yield open_aead(sealed[at * PART : (at + 1) * PART], head, nonce, key)
        except CryptoError:
            sys.exit("This file is damaged, or not whole.")


def records(content):
    at = 0
    while at < len(content):
        (length,), at = take(content, at, "I")
        end = at + length
        kind, at = blob(content, at)
        (version,), at = take(content, at, "H")
        name, at = blob(content, at)
        yield kind.decode(), version, name, content[at:end]
        at = end


def main(path, folder=None):
    with open(path, "rb") as opened:
        file = opened.read()
    passphrase = getpass.getpass("Passphrase: ") if sys.stdin.isatty() else sys.stdin.read()
    entries, others = [], []
    for kind, version, name, body in records(content_of(file, passphrase)):
        if (kind, version) == ("entry", 1):
            entries.append(json.loads(body))
        elif (kind, version) == ("file", 1):
            others.append({"file": name.decode(), "bytes": len(body)})
            if folder:
                os.makedirs(folder, exist_ok=True)
                with open(os.path.join(folder, name.hex()), "wb") as saved:
                    saved.write(body)
        else:
            others.append({"kind": kind, "version": version, "bytes": len(body)})
    json.dump({"entries": entries, "others": others}, sys.stdout, ensure_ascii=False, indent=2)


main(*sys.argv[1:])
