"""``python -m tests.mutation``: breaks the policies in every small way, and tells what notices.

Prints a page of Markdown. Ends with 1 if more than the share allowed goes unnoticed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from random import Random

from evaluator.authoring import find_opa
from evaluator.authoring.modules import read_modules
from evaluator.bundle import load_bundle
from tests.mutation.fates import Fate, fates
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.questions import Recorder
from tests.mutation.trial import Trial

__all__ = ["main"]

POLICIES = Path(__file__).resolve().parents[2] / "policies"
_Found = Mapping[str, Sequence[tuple[Mutant, Fate]]]


def main(arguments: Sequence[str]) -> int:
    """Try the mutants that the arguments name, print the page, and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="part of the modules' paths")
    parser.add_argument("--documents", type=int, default=600, help="drawn for each control")
    parser.add_argument("--seed", type=int, default=0, help="draws the same documents again")
    parser.add_argument("--percent", type=int, default=100, help="of the mutants, drawn by seed")
    parser.add_argument("--processes", type=int, default=2, help="of OPA, at once")
    parser.add_argument("--allowed", type=Fraction, default=Fraction(3), help="percent to survive")
    given = parser.parse_args(arguments)
    started = time.monotonic()
    found = _try_all(given)
    sys.stdout.writelines(f"{line}\n" for line in _page(found, arguments, started))
    return int(_share(found) > given.allowed)


def _try_all(given: argparse.Namespace) -> _Found:
    opa = find_opa()
    modules = read_modules(POLICIES, opa)
    bundle = load_bundle()
    codes = {control.package: code for code, control in bundle.controls.items()}
    recorder = Recorder(bundle, POLICIES)
    trial = Trial(modules, codes, opa)
    random = Random(given.seed)  # noqa: S311 (a sample, not a secret)
    chosen: dict[str, list[Mutant]] = {}
    for module, source in modules.sources.items():
        if given.name in module:
            every = mutants(module, source.decode())
            chosen[module] = [each for each in every if random.randrange(100) < given.percent]

    def judged(module: str) -> list[tuple[Mutant, Fate]]:
        found = fates(
            chosen[module],
            trial,
            recorder,
            policies=POLICIES,
            opa=opa,
            documents=given.documents,
            seed=given.seed,
        )
        sys.stderr.write(f"{module}: {len(found)} mutants, {found.count(Fate.SURVIVED)} left\n")
        return list(zip(chosen[module], found, strict=True))

    costly = sorted(chosen, key=lambda module: -len(chosen[module]) * len(trial.controls(module)))
    with ThreadPoolExecutor(given.processes) as pool:
        tried = dict(zip(costly, pool.map(judged, costly), strict=True))
    return {module: tried[module] for module in sorted(tried)}


def _page(found: _Found, arguments: Sequence[str], started: float) -> Iterator[str]:
    yield f"Command: `{' '.join(['python -m tests.mutation', *arguments])}`, "
    yield f"{datetime.now(UTC):%Y-%m-%d}, {(time.monotonic() - started) / 60:.0f} minutes."
    yield ""
    yield f"| module | mutants | {' | '.join(Fate)} |"
    yield f"|---|{'---:|' * (len(Fate) + 1)}"
    total: Counter[Fate] = Counter()
    for module, judged in found.items():
        counts = Counter(fate for _, fate in judged)
        total += counts
        name = module.removeprefix("qinglang/").rpartition("/")[0]
        yield _row(name, counts)
    yield _row("**all**", total)
    yield ""
    yield f"Survived, of those that compile: {float(_share(found)):.2f} %."
    yield ""
    for judged in found.values():
        for mutant, fate in judged:
            if fate is Fate.SURVIVED:
                yield f"- `{mutant.module}:{mutant.line}` {mutant.change}"


def _row(name: str, counts: Mapping[Fate, int]) -> str:
    cells = [sum(counts.values()), *(counts.get(fate, 0) for fate in Fate)]
    return f"| {name} | {' | '.join(map(str, cells))} |"


def _share(found: _Found) -> Fraction:
    """Percent of the mutants that compile that nothing caught."""
    counts = Counter(fate for judged in found.values() for _, fate in judged)
    valid = counts.total() - counts[Fate.INVALID]
    return Fraction(100 * counts[Fate.SURVIVED], valid) if valid else Fraction()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
