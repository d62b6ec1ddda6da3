"""Signed bundles and a real OPA: each accepts the other's, and both refuse what is altered."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import socket
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from evaluator.authoring import Opa
from evaluator.authoring.signing import sign_bundle
from evaluator.bundle import Trust, load_bundle, read_trusted_keys
from evaluator.bundle.archive import pack_archive
from evaluator.bundle.reader import all_files
from evaluator.bundle.signatures import SIGNATURES
from evaluator.errors import BundleError
from tests.bundle.signing import make_key, write_pair

pytestmark = pytest.mark.opa

ALGORITHMS = ("RS256", "ES256", "EdDSA")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pair of keys for each algorithm, named by it, and `other` (ES256)."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ALGORITHMS:
        write_pair(folder, name, make_key(name))
    write_pair(folder, "other", make_key("ES256"))
    return folder


def _signed(pairs: Path, folder: Path, algorithm: str) -> Path:
    path = folder / "signed.tar.gz"
    shipped = load_bundle().folder
    sign_bundle(shipped, pairs / "private" / f"{algorithm}.pem", algorithm, path)
    return path


def _opa_build(
    opa: Opa, bundle: Path, key: Path, algorithm: str
) -> subprocess.CompletedProcess[str]:
    """Whether `opa build` takes the archive: it verifies before it does anything else."""
    output = bundle.parent / "out.tar.gz"
    command = [str(opa.path), "build", "--bundle", bundle.name, "--output", output.name]
    command += ["--verification-key", str(key), "--signing-alg", algorithm]
    return subprocess.run(command, cwd=bundle.parent, capture_output=True, text=True, check=False)


def _server(opa: Opa, bundle: Path, key: Path, algorithm: str, address: str) -> list[str]:
    """The command line of a server that verifies its bundle."""
    options = ["--addr", address, "--log-level", "error", "--skip-version-check"]
    options += ["--verification-key", str(key), "--signing-alg", algorithm]
    return [str(opa.path), "run", "--server", *options, "--bundle", str(bundle)]


@contextmanager
def _served(opa: Opa, bundle: Path, key: Path, algorithm: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with subprocess.Popen(_server(opa, bundle, key, algorithm, address)) as process:
        try:
            yield f"http://{address}"
        finally:
            process.terminate()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_opa_accepts_ours(opa: Opa, pairs: Path, tmp_path: Path, algorithm: str) -> None:
    """`opa build` takes an archive of ours with the right key, and with no other."""
    signed = _signed(pairs, tmp_path, algorithm)
    done = _opa_build(opa, signed, pairs / "public" / f"{algorithm}.pem", algorithm)
    assert done.returncode == 0, done.stderr
    done = _opa_build(opa, signed, pairs / "public" / "other.pem", "ES256")
    assert done.returncode != 0


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_server_accepts_ours(opa: Opa, pairs: Path, tmp_path: Path, algorithm: str) -> None:
    """`opa run` serves it, under the revision that we know it by."""
    signed = _signed(pairs, tmp_path, algorithm)
    key = pairs / "public" / f"{algorithm}.pem"
    with _served(opa, signed, key, algorithm) as url, requests.Session() as session:
        patience = Retry(30, backoff_factor=0.05, backoff_max=1, status_forcelist=[500])
        session.mount("http://", HTTPAdapter(max_retries=patience))
        session.get(f"{url}/health?bundles").raise_for_status()
        answer = session.post(f"{url}/v1/data/qinglang/params?provenance=true", json={}).json()
    (served,) = answer["provenance"]["bundles"].values()
    assert served["revision"] == load_bundle().revision
    assert answer["result"] == load_bundle().framework.defaults()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_we_accept_opas(opa: Opa, pairs: Path, tmp_path: Path, algorithm: str) -> None:
    """What `opa sign` signs, with no key id or with one among its claims, we verify."""
    folder = tmp_path / "bundle"
    shutil.copytree(load_bundle().folder, folder)
    claims = tmp_path / "claims.json"
    claims.write_text(json.dumps({"keyid": algorithm}))
    key = pairs / "private" / f"{algorithm}.pem"
    trusted = read_trusted_keys(pairs / "public")
    for options, keys in (
        ((), {algorithm: trusted[algorithm]}),
        (("--claims-file", str(claims)), trusted),
    ):
        (folder / SIGNATURES).unlink(missing_ok=True)
        command = ("sign", "--signing-key", str(key), "--signing-alg", algorithm, *options)
        opa.run(*command, "--bundle", ".", folder=folder)
        read = load_bundle(folder, Trust(keys, required=True))
        assert read.signature is not None
        assert (read.signature.key_id, read.signature.algorithm) == (algorithm, algorithm)


def _tampered(signed: Path) -> Iterator[tuple[str, bytes]]:
    """A name for what was done, and the archive after it."""
    files = all_files(signed)
    rules = "qinglang/annotation/source_missing/source_missing.rego"
    for name in (rules, "data.json", ".manifest"):
        # A letter of a word, so that what is parsed before it is hashed is still what it was.
        altered = files[name].replace(b"qinglang", b"qinglanh", 1)
        yield f"a byte of {name}", pack_archive(files | {name: altered})
    without = {name: body for name, body in files.items() if name != rules}
    yield "a missing file", pack_archive(without)
    yield "an extra file", pack_archive(files | {"qinglang/x/x.rego": b"package qinglang.x\n"})
    unsigned = {name: body for name, body in files.items() if name != SIGNATURES}
    yield "no signature", pack_archive(unsigned)


def test_both_refuse_what_was_altered(opa: Opa, pairs: Path, tmp_path: Path) -> None:
    """Each way of tampering is refused by OPA and by us."""
    signed = _signed(pairs, tmp_path, "ES256")
    key = pairs / "public" / "ES256.pem"
    trust = Trust(read_trusted_keys(key), required=True)
    path = tmp_path / "tampered.tar.gz"
    for told, body in _tampered(signed):
        path.write_bytes(body)
        done = _opa_build(opa, path, key, "ES256")
        assert done.returncode != 0, told
        with pytest.raises(BundleError):
            load_bundle(path, trust)


def test_a_server_refuses_what_was_altered(opa: Opa, pairs: Path, tmp_path: Path) -> None:
    """`opa run` does not even start with a bundle of which a byte was changed."""
    signed = _signed(pairs, tmp_path, "ES256")
    _, body = next(_tampered(signed))
    signed.write_bytes(body)
    key = pairs / "public" / "ES256.pem"
    command = _server(opa, signed, key, "ES256", "127.0.0.1:0")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "digest mismatch" in done.stdout


def _added(signed: Path, member: tarfile.TarInfo) -> bytes:
    """The archive with one more member, which holds nothing."""
    plain = io.BytesIO()
    with tarfile.open(signed) as packed, tarfile.open(fileobj=plain, mode="w") as copied:
        for each in packed:
            copied.addfile(each, packed.extractfile(each))
        copied.addfile(member)
    return gzip.compress(plain.getvalue())


@pytest.mark.parametrize(
    ("name", "kind", "rule", "refused_by_opa"),
    [
        ("qinglang/link.rego", tarfile.SYMTYPE, "is a symbolic link; a bundle has none", False),
        ("../data.json", tarfile.REGTYPE, "is a path that leaves the bundle", True),
        ("data.json", tarfile.REGTYPE, "is there twice", True),
    ],
)
def test_members_that_no_bundle_has(  # noqa: PLR0913, PLR0917 (what is added, and who refuses it)
    opa: Opa, pairs: Path, tmp_path: Path, name: str, kind: bytes, rule: str, refused_by_opa: bool
) -> None:
    """We refuse links, paths that lead out and doubled files; OPA skips links, and refuses both."""
    signed = _signed(pairs, tmp_path, "ES256")
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/hostname" if kind == tarfile.SYMTYPE else ""
    path = tmp_path / "more.tar.gz"
    path.write_bytes(_added(signed, member))
    key = pairs / "public" / "ES256.pem"
    with pytest.raises(BundleError, match=rule):
        load_bundle(path, Trust(read_trusted_keys(key), required=True))
    assert (_opa_build(opa, path, key, "ES256").returncode != 0) is refused_by_opa
