# METADATA
# title: Refuted item on a trending list
# description: >-
#   A post that a verdict found to be false stayed on, or came onto, a trending list after the time
#   allowed for taking it off.
# custom:
#   code: DIS-07
#   title_zh: 不实内容仍在榜
#   clauses: [2.2 s5]
#   basis: [qinglang-2025]
#   subject: ranking
#   direction: under
#   severity: high
#   nature: event
#   identity: [adjudication_id]
#   cause: [list_id]
#   messages:
#     en: "Verdict {adjudication_id} found this post to be false, and it still stood on the trending list {list_id} at {at}, after the time allowed."
#     zh: "裁定 {adjudication_id} 已认定该内容不实，但逾期后于 {at} 仍在热搜榜单 {list_id} 上。"
#   cure:
#     en: Take refuted posts off trending lists at once.
#     zh: 及时将已被认定不实的内容移出榜单。
package qinglang.distortion.refuted_item_ranked

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar

default applies := false

applies if count(_refuted) > 0

violations contains {
	"adjudication_id": verdict.adjudication_id,
	"list_id": input.ranking.list_id,
	"at": max({limit, input.ranking.from_ts}),
} if {
	some verdict in _refuted
	limit := verdict.decided_at + (data.qinglang.params.ranking_exit_hours * calendar.hour)
	limit <= calendar.now
	not _gone_by(limit)
	not _gone_before(input.ranking.from_ts)
}

undetermined := set()

_refuted contains verdict if {
	some verdict in input.adjudications
	adjudication.refutable(verdict)
	adjudication.effective(verdict, calendar.now)
}

_gone_by(moment) if input.ranking.to_ts <= moment

_gone_before(moment) if input.ranking.to_ts < moment
