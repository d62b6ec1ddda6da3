"""Puts the blocks of a snapshot together: the one place that knows in which order things happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.synthetic.accounts import AccountMaker, Profile, plan_blocks
from evaluator.synthetic.appeals import AppealMaker
from evaluator.synthetic.blueprint import Blueprint, Quota
from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.citations import cite
from evaluator.synthetic.complaints import ComplaintMaker
from evaluator.synthetic.draws import Draws
from evaluator.synthetic.earning import Earning
from evaluator.synthetic.governance import make_governance
from evaluator.synthetic.grants import Earner
from evaluator.synthetic.labels import LabelMaker
from evaluator.synthetic.ladder import Ladder
from evaluator.synthetic.posts import PostMaker, Posts
from evaluator.synthetic.recommendations import Promotion
from evaluator.synthetic.renderings import make_renderings
from evaluator.synthetic.tables import TABLES, Block, Columns, Row
from evaluator.synthetic.verifications import VerificationMaker

__all__ = ["generate_blocks"]


def generate_blocks(blueprint: Blueprint) -> Iterator[Block]:
    """The blocks of a snapshot, in order; the same blueprint gives the same blocks."""
    quota = Quota(blueprint.seed, blueprint.violation_rate)
    unknown = Quota(blueprint.seed, blueprint.null_rate, "unknown")
    accounts, posts = AccountMaker(blueprint, quota), PostMaker(blueprint, quota)
    labels = LabelMaker(blueprint, quota)
    for number, sizes in enumerate(plan_blocks(blueprint)):
        draws = Draws(blueprint.seed, number, blueprint.null_rate)
        circumstances = Circumstances(blueprint, quota, unknown, draws)
        profiles, operators = accounts.profiles(draws, sizes)
        block_posts = posts.make(draws, profiles)
        ladder = Ladder(circumstances, block_posts)
        for profile in profiles:
            ladder.climb(profile)
        cite(circumstances, profiles, block_posts)
        posts.delete(draws, block_posts)
        people = _People(circumstances, profiles, ladder, accounts)
        annotations = [*labels.make(draws, block_posts), *ladder.refutations.annotations]
        promotion = Promotion(circumstances, block_posts, ladder.adjudications, annotations)
        rows: dict[str, Sequence[Row]] = {
            "operators": operators,
            "accounts": people.accounts,
            "annotations": annotations,
            "adjudications": ladder.adjudications,
            "certifications": people.earning.certifications,
            "monetisation": people.earning.grants,
            "sanctions": people.sanctions,
            "notices": [*ladder.measures.notices, *people.verifications.notices],
            "renderings": make_renderings(circumstances, annotations, block_posts),
            "recommendations": promotion.recommendations,
            "rankings": promotion.rankings,
            "verifications": people.verifications.verifications,
            "complaints": _complaints(circumstances, people, block_posts),
            "appeals": people.appeals.rows,
        }
        if number == 0:
            rows |= make_governance(circumstances)
        tables = {table: _columns(rows.get(table, ())) for table in TABLES}
        yield Block(tables | {"posts": block_posts.columns()})


class _People:
    """What happens to the accounts of a block after their verdicts."""

    def __init__(
        self,
        circumstances: Circumstances,
        profiles: Sequence[Profile],
        ladder: Ladder,
        accounts: AccountMaker,
    ) -> None:
        rows = accounts.accounts(circumstances.draws, profiles, ladder.standings)
        self.earning = Earning(circumstances)
        for profile, row in zip(profiles, rows, strict=True):
            verdicts = ladder.effective(profile.account_id)
            earner = Earner(profile.account_id, row[4], row[3] == "muted", row[6], verdicts)
            self.earning.admit(profile.field, earner)
        self.verifications = VerificationMaker(circumstances, self.earning.certifications)
        gone = circumstances.draws.dice("accounts/gone")
        self.accounts = [
            row for row in self.verifications.verify_all(rows) if not gone.unknown(part=8)
        ]
        self.appeals = AppealMaker(circumstances)
        self.sanctions = self.appeals.appeal(ladder.measures.sanctions)


def _complaints(circumstances: Circumstances, people: _People, posts: Posts) -> list[Row]:
    maker = ComplaintMaker(circumstances)
    maker.complain("post", posts.post_id, posts.published_at)
    for kind, rows, since in (("account", people.accounts, 4), ("sanction", people.sanctions, 5)):
        maker.complain(kind, [row[0] for row in rows], [row[since] for row in rows])
    return maker.rows


def _columns(rows: Sequence[Row]) -> Columns:
    return list(zip(*rows, strict=True))
