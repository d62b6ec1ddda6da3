"""Keys that bundles are signed with, as their readers know them: who may have signed.

A key belongs to algorithms, and never the other way round: a signature cannot choose how it is
verified. So a public key is never taken for a shared secret, and `none` is no algorithm at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from evaluator.errors import UsageError

__all__ = [
    "LEAST_RSA_BITS",
    "PublicKey",
    "TrustedKey",
    "algorithms_of",
    "read_trusted_keys",
    "secret_algorithms",
]

PublicKey: TypeAlias = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

LEAST_RSA_BITS: Final = 2048
_CURVES: Final = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
_RSA: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
#: Algorithm -> bytes that a secret must have at least: as many as the hash (RFC 7518, 3.2).
_HMAC: Final[Mapping[str, int]] = {"HS256": 32, "HS384": 48, "HS512": 64}
_SECRET: Final = ".secret"  # noqa: S105 (an ending, not a password)
_CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"
_ENDINGS: Final = (".pem", ".pub", ".crt", ".cer", _SECRET)


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """One key that may have signed a bundle."""

    #: The name of its file without the ending, which signatures name as ``kid``.
    key_id: str
    algorithms: tuple[str, ...]
    material: PublicKey | bytes
    #: Epoch seconds between which it holds; of certificates only.
    not_before: int | None = None
    not_after: int | None = None


def read_trusted_keys(path: Path) -> dict[str, TrustedKey]:
    """Key id -> key: of one file, or of all files of a folder.

    A file holds one public key or one certificate as PEM, or, where its name ends in ``.secret``,
    the shared secret of HMAC.

    Raises:
        UsageError: naming a file that cannot be read, holds no such key, or one that is too weak;
            and a folder with no key, or with two of one id.
    """
    files = sorted(_key_files(path)) if path.is_dir() else [path]
    keys: dict[str, TrustedKey] = {}
    for file in files:
        key = _read(file)
        if key.key_id in keys:
            raise UsageError(
                f"key {file}", f"has the id {key.key_id} of another key", "Rename one of the files."
            )
        keys[key.key_id] = key
    if not keys:
        raise UsageError(
            f"keys {path}",
            "is a folder without a key",
            f"Put public keys into it: files that end in {', '.join(_ENDINGS)}.",
        )
    return keys


def algorithms_of(offender: str, key: object) -> tuple[str, ...]:
    """What a public key verifies; the first is what its holder signs with by default.

    Raises:
        UsageError: for a key of another kind, and one that is too weak.
    """
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < LEAST_RSA_BITS:
            raise UsageError(
                offender,
                f"has {key.key_size} bits; RSA needs {LEAST_RSA_BITS} at least",
                "Make a longer key.",
            )
        return _RSA
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return (_CURVES[key.curve.name],)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return ("EdDSA",)
    raise UsageError(
        offender,
        "is of no kind that bundles are signed with",
        "Use RSA, a curve P-256, P-384 or P-521, or Ed25519.",
    )


def secret_algorithms(offender: str, secret: bytes) -> tuple[str, ...]:
    """What a shared secret is long enough for.

    Raises:
        UsageError: for one that is too short for anything.
    """
    fitting = tuple(name for name, least in _HMAC.items() if len(secret) >= least)
    if not fitting:
        raise UsageError(
            offender,
            f"has {len(secret)} bytes; a shared secret needs {_HMAC['HS256']} at least",
            "Make a longer secret, or better a pair of keys: who can verify with a secret can "
            "sign with it too.",
        )
    return fitting


def _key_files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.iterdir() if file.suffix in _ENDINGS and file.is_file())


def _read(file: Path) -> TrustedKey:
    offender = f"key {file}"
    try:
        body = file.read_bytes()
    except OSError as error:
        raise UsageError(
            offender,
            f"cannot be read ({error.strerror})",
            "Name a public key, or a folder of them.",
        ) from error
    if file.suffix == _SECRET:
        secret = body.strip()
        return TrustedKey(file.stem, secret_algorithms(offender, secret), secret)
    try:
        if _CERTIFICATE in body:
            certificate = x509.load_pem_x509_certificate(body)
            public = certificate.public_key()
            return TrustedKey(
                file.stem,
                algorithms_of(offender, public),
                public,  # type: ignore[arg-type]  # algorithms_of refuses other kinds
                int(certificate.not_valid_before_utc.timestamp()),
                int(certificate.not_valid_after_utc.timestamp()),
            )
        loaded = load_pem_public_key(body)
        return TrustedKey(file.stem, algorithms_of(offender, loaded), loaded)  # type: ignore[arg-type]  # the same
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(
            offender,
            "holds no public key and no certificate as PEM",
            "Name the public half of the key; the private one stays with whoever signs.",
        ) from error
