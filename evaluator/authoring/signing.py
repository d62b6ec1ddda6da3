"""Signs bundles as `opa sign` does: one JSON Web Token over the digests of all files."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import jwt
import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from evaluator.authoring.build import write_archive
from evaluator.bundle.archive import ARCHIVE_ENDINGS
from evaluator.bundle.file_digests import signed_digest
from evaluator.bundle.keys import algorithms_of
from evaluator.bundle.reader import all_files, load_bundle
from evaluator.bundle.signatures import SIGNATURES, Signature
from evaluator.errors import BundleError, UsageError

__all__ = ["sign_bundle", "signatures_text"]

_KEY_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,128}")


def sign_bundle(bundle: Path, key: Path, key_id: str, output: Path | None = None) -> Signature:
    """Sign a bundle, and write it with its signature; an older signature is replaced.

    Args:
        bundle: a folder, or an archive.
        key: the private key as PEM: RSA, a curve P-256, P-384 or P-521, or Ed25519.
        key_id: what readers know the public half by.
        output: the archive to write; None: the signature is put into ``bundle`` itself.

    Raises:
        BundleError: if the bundle is damaged, or cannot be written.
        UsageError: if the key cannot be used, or ``output`` is no name of an archive.
    """
    if not _KEY_ID.fullmatch(key_id):
        raise UsageError(
            f"--key-id {key_id}", "must be letters, digits, points, - and _", "Choose another one."
        )
    if output is not None and not output.name.endswith(ARCHIVE_ENDINGS):
        raise UsageError(
            f"--output {output}", f"must end in {' or '.join(ARCHIVE_ENDINGS)}", "Name an archive."
        )
    private, algorithm = _private_key(key)
    load_bundle(bundle)
    contents = all_files(bundle)
    contents[SIGNATURES] = signatures_text(contents, private, algorithm, key_id)
    try:
        if output is None and bundle.is_dir():
            part = bundle.parent / f".{bundle.name}.{secrets.token_hex(8)}.part"
            part.write_bytes(contents[SIGNATURES])
            part.replace(bundle / SIGNATURES)
        else:
            target = output or bundle
            target.parent.mkdir(parents=True, exist_ok=True)
            write_archive(contents, target)
    except OSError as error:
        raise BundleError(
            str(output or bundle), f"cannot be written ({error.strerror})", "Name another --output."
        ) from error
    return Signature(key_id, algorithm)


def signatures_text(
    contents: Mapping[str, bytes],
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey,
    algorithm: str,
    key_id: str,
) -> bytes:
    """The file of signatures of a bundle.

    Args:
        contents: all files by relative path; signatures among them are left out.
        private: the key.
        algorithm: one that the key is for.
        key_id: what readers know the public half by.
    """
    files = [
        {"name": name, "hash": signed_digest(name, contents[name]), "algorithm": "SHA-256"}
        for name in sorted(contents)
        if name != SIGNATURES
    ]
    token = jwt.encode(
        {"files": files, "iat": int(time.time())},
        private,
        algorithm=algorithm,
        headers={"kid": key_id},
    )
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps({"signatures": [token]}, option=option)


def _private_key(
    path: Path,
) -> tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, str]:
    offender = f"key {path}"
    try:
        password = os.environ.get("QINGLANG_KEY_PASSWORD")
        key = load_pem_private_key(path.read_bytes(), password.encode() if password else None)
    except OSError as error:
        raise UsageError(
            offender, f"cannot be read ({error.strerror})", "Name a file with a private key."
        ) from error
    except TypeError as error:  # what cryptography raises for a password that lacks, or is too much
        raise UsageError(
            offender,
            "is encrypted and no password was given, or the other way round",
            "Put the password of an encrypted key into QINGLANG_KEY_PASSWORD.",
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(
            offender, "is no private key as PEM, or has another password", "Name a private key."
        ) from error
    fitting = algorithms_of(offender, key.public_key())
    assert isinstance(
        key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
    ), "algorithms_of refuses other kinds"
    return key, fitting[0]
