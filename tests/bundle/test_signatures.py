"""A signature is by a trusted key over all files, or the bundle is refused before it is used."""

from __future__ import annotations

import base64
import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from evaluator.authoring.signing import sign_bundle, signatures_text
from evaluator.bundle import Bundle, Signature, Trust, load_bundle, read_trusted_keys
from evaluator.bundle.archive import pack_archive
from evaluator.bundle.reader import all_files
from evaluator.bundle.signatures import SIGNATURES, verify_signature
from evaluator.errors import BundleError, UsageError
from evaluator.settings import Settings
from tests.bundle.signing import certify, make_key, write_pair

NOW = 1_758_643_200
WHERE = Path("bundle")
FILES = {
    ".manifest": b'{"roots": ["qinglang"]}',
    "data.json": b"{}",
    "qinglang/a.rego": b"package a",
}
ALGORITHMS = ("RS256", "ES256", "EdDSA")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pair of keys for each algorithm, named by it, and `other.pem` (ES256)."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ALGORITHMS:
        write_pair(folder, name, make_key(name))
    write_pair(folder, "other", make_key("ES256"))
    return folder


def _trust(pairs: Path, *names: str, required: bool = True) -> Trust:
    keys = read_trusted_keys(pairs / "public")
    return Trust({name: keys[name] for name in names}, required)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_we_sign_we_verify(
    shipped: Bundle, pairs: Path, tmp_path: Path, algorithm: str
) -> None:
    """Every kind of key; a second signature takes the place of the first."""
    signed = tmp_path / "signed.tar.gz"
    key = pairs / "private" / f"{algorithm}.pem"
    made = sign_bundle(shipped.folder, key, algorithm, signed)
    assert made == Signature(algorithm, algorithm)
    assert load_bundle(signed, _trust(pairs, *ALGORITHMS)).signature == made
    again = sign_bundle(signed, pairs / "private" / "other.pem", "other")
    assert load_bundle(signed, _trust(pairs, "other")).signature == again
    assert load_bundle(signed).digest == shipped.digest


def test_a_folder_is_signed_in_its_place(shipped: Bundle, pairs: Path, copy: Path) -> None:
    """The signature lies in the folder, and its digest is as before."""
    sign_bundle(copy, pairs / "private" / "ES256.pem", "ES256")
    read = load_bundle(copy, _trust(pairs, "ES256"))
    assert (read.digest, read.signature) == (shipped.digest, Signature("ES256", "ES256"))
    assert not list(copy.parent.glob(".*.part"))


def _each_tampering(files: dict[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """What the error says, and the files after somebody was at them."""
    for name, body in files.items():
        if name != SIGNATURES:
            yield f"{name}: ", files | {name: body[:-1] + bytes([body[-1] ^ 1])}
            yield (
                f"{name}: was signed and is missing",
                {other: body for other, body in files.items() if other != name},
            )
    extra = files | {"qinglang/more.rego": b"package qinglang.more\n"}
    yield "qinglang/more.rego: is not among the files that were signed", extra
    extra = files | {"meta/more.json": b"{}"}
    yield "meta/more.json: is not among the files that were signed", extra


def test_every_tampering_is_refused(shipped: Bundle, pairs: Path, tmp_path: Path) -> None:
    """A byte changed in any file, any file missing, one more: refused, with the file named."""
    signed = tmp_path / "signed.tar.gz"
    sign_bundle(shipped.folder, pairs / "private" / "EdDSA.pem", "EdDSA", signed)
    files, trust = all_files(signed), _trust(pairs, "EdDSA")
    count = 0
    for told, tampered in _each_tampering(files):
        with pytest.raises(BundleError) as caught:
            verify_signature(WHERE, tampered, trust)
        assert told in str(caught.value)
        count += 1
    assert count == 2 * (len(files) - 1) + 2


def test_blanks_in_the_manifest(shipped: Bundle, pairs: Path, tmp_path: Path) -> None:
    """OPA counts what a manifest says; here each byte of it counts."""
    files = all_files(shipped.folder)
    files[".manifest"] += b" "
    key = pairs / "private" / "EdDSA.pem"
    loose = tmp_path / "loose.tar.gz"
    loose.write_bytes(pack_archive(files))
    sign_bundle(loose, key, "EdDSA")
    assert load_bundle(loose).signature is None
    with pytest.raises(BundleError, match=r"\.manifest: was altered after it was signed"):
        load_bundle(loose, _trust(pairs, "EdDSA"))


def _signed(pairs: Path, name: str = "ES256", **claims: Any) -> dict[str, bytes]:
    key: Any = load_pem_private_key((pairs / "private" / f"{name}.pem").read_bytes(), None)
    text = json.loads(signatures_text(FILES, key, name, name))
    token = text["signatures"][0]
    if claims:
        payload = jwt.decode(token, options={"verify_signature": False}) | claims
        token = jwt.encode(payload, key, algorithm=name, headers={"kid": name})
    return FILES | {SIGNATURES: json.dumps({"signatures": [token]}).encode()}


def _with_token(files: dict[str, bytes], change: Callable[[str], object]) -> dict[str, bytes]:
    token = json.loads(files[SIGNATURES])["signatures"][0]
    return files | {SIGNATURES: json.dumps({"signatures": change(token)}).encode()}


def _only_token(files: dict[str, bytes]) -> str:
    token: str = json.loads(files[SIGNATURES])["signatures"][0]
    return token


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_every_character_of_a_token_counts(pairs: Path) -> None:
    """No character of the token can be another one, not even the last, whose bits are spare."""
    files, trust = _signed(pairs), _trust(pairs, "ES256")
    assert verify_signature(WHERE, files, trust) == Signature("ES256", "ES256")
    token = json.loads(files[SIGNATURES])["signatures"][0]
    for place in {0, 5, token.index(".") + 3, *range(len(token) - 4, len(token))}:
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        with pytest.raises(BundleError):
            verify_signature(WHERE, _with_token(files, lambda _, new=changed: [new]), trust)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda _: [], "does not hold exactly one signature"),
        (lambda token: [token, token], "does not hold exactly one signature"),
        (lambda _: "none", "does not hold exactly one signature"),
        (lambda _: [7], "does not hold exactly one signature"),
        (lambda _: ["YQ"], "is no JSON Web Token"),
        (
            lambda token: [
                ".".join([_part({"alg": "none", "kid": "ES256"}), token.split(".")[1], ""])
            ],
            "says algorithm 'none'; the key ES256 verifies ES256",
        ),
        (
            lambda token: [
                ".".join([_part({"alg": "HS256", "kid": "ES256"}), *token.split(".")[1:]])
            ],
            "says algorithm 'HS256'; the key ES256 verifies ES256",
        ),
    ],
)
def test_tokens_that_are_none(pairs: Path, change: Callable[[str], object], rule: str) -> None:
    """No token, two, `none`, and an algorithm that takes the public key for a secret."""
    files = _with_token(_signed(pairs), change)
    with pytest.raises(BundleError, match=rule):
        verify_signature(WHERE, files, _trust(pairs, "ES256"))


def test_another_key(pairs: Path) -> None:
    """A key that is not trusted, one under a trusted name, and none named among several."""
    files = _signed(pairs)
    with pytest.raises(BundleError, match=r"key 'ES256', which is not trusted \(trusted: other\)"):
        verify_signature(WHERE, files, _trust(pairs, "other"))
    keys = read_trusted_keys(pairs / "public")
    with pytest.raises(BundleError, match="was not made by the key other"):
        verify_signature(WHERE, files, Trust({"ES256": keys["other"]}, required=True))
    key = (pairs / "private" / "ES256.pem").read_text()
    nameless = jwt.encode({"files": []}, key, algorithm="ES256")
    files = _with_token(files, lambda _: [nameless])
    with pytest.raises(BundleError, match="names no key, and 2 are trusted"):
        verify_signature(WHERE, files, _trust(pairs, "ES256", "other"))
    with pytest.raises(BundleError, match="is not among the files that were signed"):
        verify_signature(WHERE, files, _trust(pairs, "ES256"))


@pytest.mark.parametrize(
    ("claims", "rule"),
    [
        ({"exp": NOW - 3600}, "has expired"),
        ({"nbf": NOW + 3600}, "does not hold yet"),
        ({"exp": "soon"}, "has a claim exp that is no time"),
        ({"scope": "read"}, "is only for the scope 'read'"),
        ({"keyid": "other"}, "names two keys"),
        ({"files": {}}, "lists no files"),
        ({"files": ["data.json"]}, "lists something that is no file"),
        ({"files": [{"name": "a", "hash": "0"}] * 2}, "lists a twice"),
        (
            {"files": [{"name": "a", "hash": "0", "algorithm": "MD5"}]},
            "counts a with another digest than SHA-256",
        ),
    ],
)
def test_claims_that_do_not_hold(pairs: Path, claims: dict[str, Any], rule: str) -> None:
    """A valid signature that has expired, is for something else, or lists a file twice."""
    with pytest.raises(BundleError, match=rule) as caught:
        verify_signature(WHERE, _signed(pairs, **claims), _trust(pairs, "ES256"), NOW)
    assert caught.value.remedy.startswith("Do not use it")


def test_claims_that_hold(pairs: Path) -> None:
    """One that is still valid, and names its key as OPA did once, is accepted."""
    files = _signed(pairs, exp=NOW + 60, nbf=NOW - 60, keyid="ES256")
    assert verify_signature(WHERE, files, _trust(pairs, "ES256"), NOW)


def test_no_signature(pairs: Path) -> None:
    """It is refused where one is required; else it is told that there is none."""
    assert verify_signature(WHERE, FILES, _trust(pairs, "ES256", required=False)) is None
    with pytest.raises(BundleError, match="is not signed, and only signed bundles are used"):
        verify_signature(WHERE, FILES, _trust(pairs, "ES256"))
    with pytest.raises(BundleError, match="must be signed by a trusted key, and none is known"):
        verify_signature(WHERE, _signed(pairs), Trust({}, required=True))


def test_a_shared_secret(pairs: Path, tmp_path: Path) -> None:
    """A long one verifies what was made with it; its length decides for which algorithms."""
    secret = tmp_path / "shared.secret"
    secret.write_text("s" * 32)
    trust = Trust(read_trusted_keys(secret), required=True)
    claims = jwt.decode(_only_token(_signed(pairs)), options={"verify_signature": False})

    def made(algorithm: str, key: str) -> dict[str, bytes]:
        token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "shared"})
        return _with_token(_signed(pairs), lambda _: [token])

    assert verify_signature(WHERE, made("HS256", "s" * 32), trust) == Signature("shared", "HS256")
    with pytest.raises(BundleError, match="was not made by the key shared"):
        verify_signature(WHERE, made("HS256", "t" * 32), trust)
    with pytest.raises(BundleError, match="says algorithm 'HS512'; the key shared verifies HS256"):
        verify_signature(WHERE, made("HS512", "s" * 64), trust)


def test_an_encrypted_key(
    copy: Path, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its password comes from the environment; without one, how to give it is told."""
    plain = load_pem_private_key((pairs / "private" / "ES256.pem").read_bytes(), None)
    key = tmp_path / "encrypted.pem"
    hidden = BestAvailableEncryption(b"a password")
    key.write_bytes(plain.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden))
    with pytest.raises(UsageError, match="is encrypted and no password was given") as caught:
        sign_bundle(copy, key, "k")
    assert "QINGLANG_KEY_PASSWORD" in caught.value.remedy
    monkeypatch.setenv("QINGLANG_KEY_PASSWORD", "a password")
    assert sign_bundle(copy, key, "k") == Signature("k", "ES256")


def test_an_expired_key(pairs: Path, tmp_path: Path) -> None:
    """A certificate holds between its two times, and not a second longer."""
    key = load_pem_private_key((pairs / "private" / "ES256.pem").read_bytes(), None)
    first = dt.datetime.fromtimestamp(NOW, dt.UTC)
    last = first + dt.timedelta(days=1)
    certify(tmp_path / "ES256.crt", key, first, last)
    trust = Trust(read_trusted_keys(tmp_path / "ES256.crt"), required=True)
    files = _signed(pairs)
    assert verify_signature(WHERE, files, trust, NOW)
    assert verify_signature(WHERE, files, trust, NOW + 86_400)
    with pytest.raises(BundleError, match="key ES256: has expired, and bundle is signed with it"):
        verify_signature(WHERE, files, trust, NOW + 86_401)
    with pytest.raises(BundleError, match="key ES256: does not hold yet"):
        verify_signature(WHERE, files, trust, NOW - 1)


def test_trust_of_settings(pairs: Path) -> None:
    """Nothing asked, nothing looked at; keys alone verify what is signed."""
    assert Trust.of(Settings()) is None
    assert Trust.of(Settings(require_signed=True)) == Trust({}, required=True)
    trust = Trust.of(Settings(trusted_keys=pairs / "public"))
    assert trust is not None
    assert sorted(trust.keys) == ["ES256", "EdDSA", "RS256", "other"]
    assert not trust.required


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"key_id": "a b"}, "must be letters, digits, points, - and _"),
        ({"output": "signed.zip"}, r"must end in \.tar\.gz or \.tgz"),
        ({"key": "none.pem"}, r"cannot be read \(No such file or directory\)"),
        ({"key": "public/ES256.pem"}, "is no private key as PEM, or has another password"),
    ],
)
def test_what_cannot_be_signed(copy: Path, pairs: Path, given: dict[str, str], rule: str) -> None:
    """Options that make no sense, and keys that are none; the bundle stays as it was."""
    key = pairs / given.get("key", "private/ES256.pem")
    output = copy.parent / given["output"] if "output" in given else None
    with pytest.raises(UsageError, match=rule):
        sign_bundle(copy, key, given.get("key_id", "k"), output)
    assert not (copy / SIGNATURES).exists()


def test_damaged_bundles_are_not_signed(copy: Path, pairs: Path) -> None:
    """A signature never stands under what is not whole."""
    shutil.rmtree(copy / "meta" / "schemas")
    with pytest.raises(BundleError, match="is missing"):
        sign_bundle(copy, pairs / "private" / "ES256.pem", "k")
