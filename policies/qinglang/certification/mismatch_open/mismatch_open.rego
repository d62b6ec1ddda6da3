# METADATA
# title: Mismatch left open
# description: >-
#   A check found that a certified account is not what it claims, and nothing followed.
# custom:
#   code: CER-08
#   title_zh: 核验不符未处理
#   clauses: [3.3 s2]
#   basis: [qinglang-2025]
#   subject: account
#   direction: under
#   severity: medium
#   nature: state
#   identity: [dimension]
#   cause: [dimension]
#   messages:
#     en: "The last check of this account's {dimension} found a mismatch, and neither a notice nor a measure followed in time."
#     zh: "最近一次核验发现该账号 {dimension} 不符，但逾期未通知或处置。"
#   cure:
#     en: Send the holder a notice, or take a measure.
#     zh: 通知账号持有人整改，或采取处置措施。
package qinglang.certification.mismatch_open

import data.qinglang.lib.calendar
import data.qinglang.lib.domain
import data.qinglang.lib.holder

default applies := false

applies if holder.certified_at_all(calendar.now)

applies if count(input.verifications) > 0

violations contains {"dimension": dimension, "checked_at": latest[0]} if {
	some dimension in domain.dimensions
	latest := max(_checks(dimension))
	latest[2] == "mismatch"
	latest[0] + (data.qinglang.params.mismatch_days * calendar.day) <= calendar.now
	not _answered_since(latest[0])
}

undetermined contains {"missing": missing} if {
	holder.certified_at_all(calendar.now)
	some dimension, missing in {
		"name": "verifications.name",
		"qualification": "verifications.qualification",
		"display": "verifications.display",
		"business": "verifications.business",
	}
	count(_checks(dimension)) == 0
}

_checks(dimension) := {[check.checked_at, check.verification_id, check.result] |
	some check in input.verifications
	check.dimension == dimension
}

_answered_since(moment) if {
	some notice in input.notices
	notice.sent_at >= moment
}

_answered_since(moment) if {
	some sanction in input.sanctions
	sanction.starts_at >= moment
}
