"""Keys of every kind, made anew, and bundles that are signed with them by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

__all__ = ["certify", "make_key", "write_pair"]


def make_key(algorithm: str, bits: int = 2048) -> Any:
    """A private key for RS256, ES256 or EdDSA."""
    if algorithm == "RS256":
        return rsa.generate_private_key(65537, bits)
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    return ed25519.Ed25519PrivateKey.generate()


def write_pair(folder: Path, name: str, key: Any) -> tuple[Path, Path]:
    """Write ``private/NAME.pem`` and ``public/NAME.pem``; gives both paths."""
    private, public = folder / "private" / f"{name}.pem", folder / "public" / f"{name}.pem"
    private.parent.mkdir(parents=True, exist_ok=True)
    public.parent.mkdir(parents=True, exist_ok=True)
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return private, public


def certify(path: Path, key: Any, first: dt.datetime, last: dt.datetime) -> Path:
    """Write a certificate of a key that holds between two times."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "policies")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, first, last)
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    path.write_bytes(builder.sign(key, algorithm).public_bytes(Encoding.PEM))
    return path
