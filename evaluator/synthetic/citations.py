"""What generated posts cite: earlier posts, mostly of others; seldom one that leads back."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.synthetic.accounts import Profile
from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import SLOTS
from evaluator.synthetic.posts import Posts

__all__ = ["cite"]

#: Posts that refer to another one, and those among them whose target is older than the window.
CITING = SLOTS * 85 // 100
OLD = SLOTS // 100


def cite(circumstances: Circumstances, profiles: Sequence[Profile], posts: Posts) -> None:
    """Let reposts and quotes of a block cite earlier posts of it."""
    maker = _Maker(circumstances, profiles, posts)
    number = len(posts.post_id)
    chosen = circumstances.draws.shorts("posts/cites", number)
    words = circumstances.draws.words("posts/cited", number)
    for place, origin in enumerate(posts.origin):
        if origin != "own" and chosen[place] < CITING:
            maker.cite(place, words[place], old=chosen[place] < OLD)


class _Maker:
    def __init__(
        self, circumstances: Circumstances, profiles: Sequence[Profile], posts: Posts
    ) -> None:
        self._window_from = circumstances.blueprint.window_from
        self._quota = circumstances.quota
        self._unknown = circumstances.unknown
        self._elsewhere = circumstances.draws.identifier_stream("posts/elsewhere")
        self._posts = posts
        self._profiles = {profile.account_id: profile for profile in profiles}
        #: Operator -> its accounts that post.
        self._operated: dict[str, list[Profile]] = {}
        for profile in profiles:
            if profile.operator_id is not None and profile.posts:
                self._operated.setdefault(profile.operator_id, []).append(profile)

    def cite(self, place: int, word: int, *, old: bool) -> None:
        """Choose what one post cites, if the post that is drawn is an earlier one."""
        posts = self._posts
        target = word * len(posts.post_id) >> 32
        if old:
            self._make_old(target, word)
        if posts.origin[place] == "quote":
            if self._unknown.due("citations"):
                posts.cited_post_id[place] = next(self._elsewhere)
                return
            if self._quota.due("ANN-04"):
                self._lead_back(place, target, word)
                return
        if posts.published_at[target] < posts.published_at[place]:
            posts.cited_post_id[place] = posts.post_id[target]

    def _lead_back(self, place: int, target: int, word: int) -> None:
        """Cite another account of the same operator, or a post that cites this one."""
        posts = self._posts
        account_id = posts.account_id[place]
        operator_id = self._profiles[account_id].operator_id
        others = [
            profile
            for profile in self._operated.get(operator_id or "", ())
            if profile.account_id != account_id
        ]
        if others:
            other = others[word % len(others)]
            target = other.first_post + word // 7 % other.posts
        elif posts.account_id[target] != account_id:
            posts.cited_post_id[target] = posts.post_id[place]
        posts.cited_post_id[place] = posts.post_id[target]

    def _make_old(self, place: int, word: int) -> None:
        """Move a post that is going to be cited to a day before the window."""
        posts = self._posts
        if posts.origin[place] == "own" and place not in posts.judged:
            opened = self._profiles[posts.account_id[place]].created_at
            posts.published_at[place] = opened + word % (self._window_from - opened)
