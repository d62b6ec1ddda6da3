# METADATA
# title: Recommended after refutation
# description: >-
#   A post that a verdict found to be false stayed in, or entered, a pool of recommendation after
#   the time allowed for taking it out.
# custom:
#   code: ANN-16
#   title_zh: 辟谣后仍被推荐
#   clauses: [closing s1]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: high
#   nature: event
#   identity: [entry_id, adjudication_id]
#   cause: [pool]
#   messages:
#     en: "Verdict {adjudication_id} found this post to be false, and the pool {pool} went on recommending it after the time allowed."
#     zh: "裁定 {adjudication_id} 已认定该内容不实，但逾期后推荐池 {pool} 仍在推荐。"
#   cure:
#     en: Take refuted posts out of recommendation at once.
#     zh: 及时将已被认定不实的内容移出推荐池。
package qinglang.annotation.pool_after_refutation

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar

default applies := false

applies if {
	count(input.recommendations) > 0
	count(_refuted) > 0
}

violations contains {
	"entry_id": entry.entry_id,
	"adjudication_id": verdict.adjudication_id,
	"pool": entry.pool,
	"at": max({limit, entry.entered_at}),
} if {
	some verdict in _refuted
	limit := verdict.decided_at + (data.qinglang.params.pool_exit_hours * calendar.hour)
	limit <= calendar.now
	some entry in input.recommendations
	not _gone_by(entry, limit)
	not _gone_before(entry, entry.entered_at)
}

undetermined := set()

_refuted contains verdict if {
	some verdict in input.adjudications
	adjudication.refutable(verdict)
	adjudication.effective(verdict, calendar.now)
}

# An entry is gone as soon as it left the pool or its post was deleted.
_gone_by(entry, moment) if entry.left_at <= moment

_gone_by(_, moment) if input.post.deleted_at <= moment

_gone_before(entry, moment) if entry.left_at < moment

_gone_before(_, moment) if input.post.deleted_at < moment
