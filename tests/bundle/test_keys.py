"""Keys are read with what they can verify; weak ones and other things are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

from evaluator.bundle import read_trusted_keys
from evaluator.bundle.keys import algorithms_of, secret_algorithms
from evaluator.errors import UsageError
from tests.bundle.signing import make_key, write_pair


def test_ids_are_names_of_files(tmp_path: Path) -> None:
    """One file, or all in a folder that look like keys; others in it are left alone."""
    for name in ("regulator-2025", "regulator-2026"):
        write_pair(tmp_path, name, make_key("EdDSA"))
    (tmp_path / "public" / "README").write_text("no key")
    keys = read_trusted_keys(tmp_path / "public")
    assert {name: key.algorithms for name, key in keys.items()} == {
        "regulator-2025": ("EdDSA",),
        "regulator-2026": ("EdDSA",),
    }
    assert list(read_trusted_keys(tmp_path / "public/regulator-2025.pem")) == ["regulator-2025"]


def test_secrets_by_their_length(tmp_path: Path) -> None:
    """A shared secret is for the algorithms whose hash it is as long as; a short one for none."""
    path = tmp_path / "shared.secret"
    path.write_text("s" * 48 + "\n")
    assert read_trusted_keys(path)["shared"].algorithms == ("HS256", "HS384")
    with pytest.raises(UsageError, match="has 31 bytes; a shared secret needs 32 at least"):
        secret_algorithms("key", b"s" * 31)


def test_weak_and_strange_keys() -> None:
    """RSA below 2,048 bits, curves that no algorithm has, DSA."""
    short = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 (refused)
    with pytest.raises(UsageError, match="has 1024 bits; RSA needs 2048 at least"):
        algorithms_of("key", short)
    for strange in (ec.generate_private_key(ec.SECP256K1()), dsa.generate_private_key(2048)):
        with pytest.raises(UsageError, match="is of no kind that bundles are signed with"):
            algorithms_of("key", strange.public_key())


def test_files_that_are_no_keys(tmp_path: Path) -> None:
    """A missing file, a private key, an empty folder, two of one id."""
    private, public = write_pair(tmp_path, "k", make_key("ES256"))
    with pytest.raises(UsageError, match=r"cannot be read \(No such file or directory\)"):
        read_trusted_keys(tmp_path / "none.pem")
    with pytest.raises(UsageError, match="holds no public key and no certificate") as caught:
        read_trusted_keys(private)
    assert "the private one stays with whoever signs" in caught.value.remedy
    public.with_suffix(".pub").write_bytes(public.read_bytes())
    with pytest.raises(UsageError, match="has the id k of another key"):
        read_trusted_keys(public.parent)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match="is a folder without a key"):
        read_trusted_keys(empty)
