# METADATA
# title: Reverification overdue
# description: >-
#   A certified account changed its name or its holder, and was not verified again in time.
# custom:
#   code: CER-07
#   title_zh: 逾期未重新核验
#   clauses: [3.3 s2]
#   basis: [qinglang-2025]
#   subject: account
#   direction: under
#   severity: medium
#   nature: state
#   identity: [trigger]
#   cause: [trigger]
#   messages:
#     en: "The certified account changed ({trigger}) and was not verified again in time: the certification may be somebody else's."
#     zh: "已认证账号发生变更（{trigger}），但逾期未重新核验，认证可能已名不副实。"
#   cure:
#     en: Verify the account again.
#     zh: 对该账号重新核验。
package qinglang.certification.reverification_overdue

import data.qinglang.lib.calendar
import data.qinglang.lib.holder

default applies := false

applies if count(_changes) > 0

violations contains {"trigger": change[0], "at_change": change[1]} if {
	some change in _changes
	change[1] + (data.qinglang.params.reverify_days * calendar.day) <= calendar.now
	not _verified(change)
}

undetermined := set()

_changes contains ["rename", input.account.name_changed_at] if {
	holder.certified_at_all(input.account.name_changed_at)
}

_changes contains ["subject_change", input.account.subject_changed_at] if {
	holder.certified_at_all(input.account.subject_changed_at)
}

_verified(change) if {
	some verification in input.verifications
	verification.trigger == change[0]
	verification.checked_at >= change[1]
}
