# METADATA
# title: Refutation label missing
# description: >-
#   A live post was found to be false, and carries no refutation label although the time for it has
#   passed.
# custom:
#   code: ANN-12
#   title_zh: 缺少辟谣标签
#   clauses: [closing s1]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: []
#   messages:
#     en: "Verdict {adjudication_id} found this post to be false, but it is still up without a refutation label after the time allowed for one."
#     zh: "裁定 {adjudication_id} 已认定该内容不实，但逾期仍未加注辟谣标签，内容仍可正常传播。"
#   cure:
#     en: Add a refutation label, or delete the post.
#     zh: 添加辟谣标签，或删除该内容。
package qinglang.annotation.refuted_label_missing

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	post.live
	count(_due) > 0
}

violations contains {"adjudication_id": earliest[1]} if {
	applies
	not labels.any_active({"refuted"}, calendar.now)
	earliest := min(_due)
}

undetermined := set()

_due contains [verdict.decided_at, verdict.adjudication_id] if {
	some verdict in input.adjudications
	adjudication.refutable(verdict)
	adjudication.effective(verdict, calendar.now)
	grace := data.qinglang.params.refuted_label_hours * calendar.hour
	verdict.decided_at + grace <= calendar.now
}
