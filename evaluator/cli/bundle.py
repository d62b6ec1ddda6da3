"""``qinglang bundle``: build, sign, verify, inspect and compare policy bundles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import OpaOption, ValueFormat

if TYPE_CHECKING:
    from evaluator.bundle import Bundle, Trust

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Build, sign, verify, inspect and compare bundles.",
)

BundleArgument = Annotated[
    Path, typer.Argument(metavar="BUNDLE", help="Folder of a bundle, or its .tar.gz.")
]
KeysOption = Annotated[
    Path | None,
    typer.Option(
        "--trusted-keys",
        metavar="PATH",
        help="Public key or certificate as PEM, or a folder of them; default: the setting.",
    ),
]


@app.command()
def build(
    policies: Annotated[Path, typer.Argument(help="Folder with policies.")] = Path("policies"),
    *,
    output: Annotated[
        Path, typer.Option("--output", help="Folder of the bundle, or an archive (.tar.gz).")
    ],
    revision: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="Build the policies of this git revision, and name its commit in the bundle's.",
        ),
    ] = None,
    opa: OpaOption = None,
) -> None:
    """Build a bundle from a policies folder (needs OPA).

    Its revision is the framework's semantic version, the commit where --revision is given, and the
    digest of the content.
    """
    from evaluator.authoring import build_bundle, find_opa
    from evaluator.authoring.revisions import policies_at

    compiler = find_opa(opa)
    if revision is None:
        bundle = build_bundle(policies, output, compiler)
    else:
        with policies_at(policies, revision) as committed:
            bundle = build_bundle(committed.folder, output, compiler, committed.commit)
    note(f"built {output}: {len(bundle.controls)} controls, revision {bundle.revision}")


@app.command()
def sign(
    bundle: BundleArgument,
    *,
    key: Annotated[Path, typer.Option("--key", help="Private key as PEM: RSA, P-256, Ed25519 …")],
    key_id: Annotated[
        str | None,
        typer.Option(help="What readers know the key by; default: its file's name, no ending."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Archive to write; default: into the bundle itself."),
    ] = None,
) -> None:
    """Sign a bundle as `opa sign` does; an older signature is replaced.

    OPA verifies archives (.tar.gz); so publish one. The password of an encrypted key is read from
    QINGLANG_KEY_PASSWORD.
    """
    from evaluator.authoring.signing import sign_bundle

    signature = sign_bundle(bundle, key, key_id or key.stem, output)
    note(f"signed {output or bundle}: {signature.algorithm}, key {signature.key_id}")


@app.command()
def verify(
    bundle: BundleArgument, *, trusted_keys: KeysOption = None, output: ValueFormat = "console"
) -> None:
    """Verify that a bundle is whole and signed by a trusted key.

    Exit codes: 0 it is; 2 a key cannot be used; 3 it is not, and the file at fault is named.
    """
    from evaluator.bundle import load_bundle
    from evaluator.cli.listing import check_value_format, show_value

    check_value_format(output)
    verified = load_bundle(bundle, _trust(trusted_keys, required=True))
    show_value(
        {
            "bundle": str(bundle),
            "revision": verified.revision,
            "digest": verified.digest,
            "files": len(verified.files),
            "signature": _signature(verified),
        },
        output,
    )


@app.command()
def inspect(
    bundle: Annotated[
        Path | None,
        typer.Argument(help="Bundle folder or archive; default: the one that ships."),
    ] = None,
    *,
    trusted_keys: KeysOption = None,
    output: ValueFormat = "console",
) -> None:
    """Show what a bundle holds, after checking that no file of it was altered."""
    from evaluator.bundle import bundle_summary, load_bundle
    from evaluator.cli.listing import show_value

    read = load_bundle(bundle, _trust(trusted_keys, required=False))
    show_value(bundle_summary(read) | {"signature": _signature(read)}, output)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Bundle folder or archive.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Bundle folder or archive.")],
    *,
    output: ValueFormat = "console",
) -> None:
    """Show what changed between two bundles: controls, rules, parameters, clauses, contract."""
    from evaluator.bundle import load_bundle
    from evaluator.bundle.comparison import bundle_changes
    from evaluator.cli.listing import check_value_format, show_value

    check_value_format(output)
    changes = bundle_changes(load_bundle(old), load_bundle(new))
    if output == "console":
        changes = {part: changed for part, changed in changes.items() if changed}
        if not changes:
            note("nothing differs")
    show_value(changes, output)


def _trust(keys: Path | None, *, required: bool) -> Trust | None:
    """Of the option, or else of the settings; None where neither names a key nor asks for one."""
    from evaluator.bundle import Trust
    from evaluator.settings import load_settings

    asked = {"require_signed": True} if required else {}
    return Trust.of(load_settings(trusted_keys=keys, **asked))


def _signature(bundle: Bundle) -> dict[str, Any] | None:
    signature = bundle.signature
    if signature is None:
        return None
    return {"key": signature.key_id, "algorithm": signature.algorithm}
