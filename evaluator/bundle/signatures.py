"""Signatures of bundles, as OPA defines them: ``.signatures.json`` with one JSON Web Token.

The token lists every file of the bundle with its digest. What it lists and what is there must be
the same; then one valid signature stands for the whole.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jwt

from evaluator.bundle.file_digests import signed_digest
from evaluator.bundle.keys import TrustedKey, read_trusted_keys
from evaluator.errors import BundleError
from evaluator.settings import Settings

__all__ = ["SIGNATURES", "Signature", "Trust", "verify_signature"]

SIGNATURES: Final = ".signatures.json"

_DISTRUST = "Do not use it; get the bundle again from where it was published."
_SIGN = "Sign it with `qinglang bundle sign`, or name another bundle."
_DIGESTS: Final = "SHA-256"
#: Seconds that clocks may differ.
_LEEWAY: Final = 60


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures count, and whether a bundle must have one."""

    keys: Mapping[str, TrustedKey]
    required: bool

    @classmethod
    def of(cls, settings: Settings) -> Trust | None:
        """What the settings ask for; None where they ask for nothing.

        Raises:
            UsageError: if a key cannot be read, or signatures are required and there is no key.
        """
        if settings.trusted_keys is None:
            return cls({}, required=True) if settings.require_signed else None
        return cls(read_trusted_keys(settings.trusted_keys), settings.require_signed)


@dataclass(frozen=True, slots=True)
class Signature:
    """By whom a bundle is signed."""

    key_id: str
    algorithm: str


def verify_signature(
    where: Path, contents: Mapping[str, bytes], trust: Trust, now: int | None = None
) -> Signature | None:
    """Check the signature over all files; None where there is none and none is required.

    Args:
        where: the bundle, to be named in errors.
        contents: all its files by relative path, the signatures among them.
        trust: keys, and whether a signature is required.
        now: epoch seconds; None: by the clock.

    Raises:
        BundleError: naming what is wrong with the signature, or the first file that it does not
            hold for.
    """
    if SIGNATURES not in contents:
        if trust.required:
            raise BundleError(str(where), "is not signed, and only signed bundles are used", _SIGN)
        return None
    token = _token(where, contents[SIGNATURES])
    header = _header(where, token)
    key = _key(where, _named(where, token, header), trust)
    moment = int(time.time()) if now is None else now
    _check_validity(where, key, moment)
    claims = _claims(where, token, header, key)
    _check_claims(where, claims, moment)
    _check_files(where, contents, claims.get("files"))
    return Signature(key.key_id, header["alg"])


def _refused(where: Path, rule: str) -> BundleError:
    return BundleError(f"{where}: {SIGNATURES}", rule, _DISTRUST)


def _token(where: Path, body: bytes) -> str:
    """The one token, which is written in the one way that base64 has for its bytes."""
    try:
        tokens = json.loads(body)["signatures"]
        (token,) = tokens
        parts = token.split(".")
        canonical = ".".join(
            base64.urlsafe_b64encode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            .decode()
            .rstrip("=")
            for part in parts
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _refused(where, "does not hold exactly one signature") from error
    if canonical != token:
        raise _refused(where, "was altered after it was signed")
    return str(token)


def _header(where: Path, token: str) -> Mapping[str, Any]:
    try:
        return jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise _refused(where, f"is no JSON Web Token ({error})") from error


def _named(where: Path, token: str, header: Mapping[str, Any]) -> str | None:
    """The key that the token names: in its header, or, as OPA also reads it, among its claims."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError) as error:
        raise _refused(where, f"is no JSON Web Token ({error})") from error
    names = {name for name in (header.get("kid"), claims.get("keyid")) if name is not None}
    if len(names) > 1:
        raise _refused(where, "names two keys")
    return names.pop() if names else None


def _key(where: Path, named: str | None, trust: Trust) -> TrustedKey:
    if not trust.keys:
        raise BundleError(
            str(where),
            "must be signed by a trusted key, and none is known",
            "Name the public key, or a folder of such, with the setting trusted_keys.",
        )
    if named is None:
        if len(trust.keys) == 1:
            return next(iter(trust.keys.values()))
        raise _refused(where, f"names no key, and {len(trust.keys)} are trusted")
    if named not in trust.keys:
        raise _refused(
            where,
            f"is of the key {named!r}, which is not trusted (trusted: {', '.join(trust.keys)})",
        )
    return trust.keys[named]


def _check_validity(where: Path, key: TrustedKey, moment: int) -> None:
    if key.not_after is not None and moment > key.not_after:
        raise BundleError(
            f"key {key.key_id}",
            f"has expired, and {where} is signed with it",
            "Get a bundle that is signed with a key in force.",
        )
    if key.not_before is not None and moment < key.not_before:
        raise BundleError(
            f"key {key.key_id}", f"does not hold yet, and {where} is signed with it", _DISTRUST
        )


def _claims(
    where: Path, token: str, header: Mapping[str, Any], key: TrustedKey
) -> Mapping[str, Any]:
    algorithm = header.get("alg")
    if algorithm not in key.algorithms:
        raise _refused(
            where,
            f"says algorithm {algorithm!r}; the key {key.key_id} verifies "
            f"{', '.join(key.algorithms)}",
        )
    # Times are checked below, against the moment that is asked for.
    checks = {f"verify_{name}": False for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key.material,
            algorithms=[algorithm],
            options=checks,  # type: ignore[arg-type]  # a TypedDict of these very keys
        )
    except jwt.PyJWTError as error:
        raise _refused(where, f"was not made by the key {key.key_id} ({error})") from error
    return claims


def _check_claims(where: Path, claims: Mapping[str, Any], moment: int) -> None:
    for name, fault in (("exp", "has expired"), ("nbf", "does not hold yet")):
        if name not in claims:
            continue
        bound = claims[name]
        if isinstance(bound, bool) or not isinstance(bound, int | float):
            raise _refused(where, f"has a claim {name} that is no time")
        if (bound < moment - _LEEWAY) if name == "exp" else (bound > moment + _LEEWAY):
            raise _refused(where, fault)
    if claims.get("scope"):
        raise _refused(where, f"is only for the scope {claims['scope']!r}")


def _check_files(where: Path, contents: Mapping[str, bytes], listed: object) -> None:
    """What is listed and what is there are the same files."""
    digests = _listed(where, listed)
    for name in sorted(digests.keys() | contents.keys() - {SIGNATURES}):
        offender = f"{where}: {name}"
        if name not in contents:
            raise BundleError(offender, "was signed and is missing", _DISTRUST)
        if name not in digests:
            raise BundleError(offender, "is not among the files that were signed", _DISTRUST)
        try:
            digest = signed_digest(name, contents[name])
        except ValueError as error:
            raise BundleError(offender, f"is no JSON ({error})", _DISTRUST) from error
        if digest != digests[name]:
            raise BundleError(offender, "was altered after it was signed", _DISTRUST)


def _listed(where: Path, listed: object) -> dict[str, str]:
    """File -> digest, of what was signed."""
    if not isinstance(listed, list):
        raise _refused(where, "lists no files")
    digests: dict[str, str] = {}
    for entry in listed:
        if not isinstance(entry, dict) or not {"name", "hash"} <= entry.keys():
            raise _refused(where, "lists something that is no file")
        if entry.get("algorithm", _DIGESTS) != _DIGESTS:
            raise _refused(where, f"counts {entry['name']} with another digest than {_DIGESTS}")
        if entry["name"] in digests:
            raise _refused(where, f"lists {entry['name']} twice")
        digests[entry["name"]] = entry["hash"]
    return digests
