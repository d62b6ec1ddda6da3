# METADATA
# title: Display excessive
# description: >-
#   A valid certification shows personal information that nobody may show, or that its holder did
#   not agree to have shown.
# custom:
#   code: CER-06
#   title_zh: 认证展示过度
#   clauses: [3.3 s1]
#   basis: [qinglang-2025, "Personal Information Protection Law, art. 25 and 28"]
#   subject: certification
#   direction: privacy
#   severity: high
#   nature: state
#   identity: [key, reason]
#   cause: [key, reason]
#   messages:
#     en: "This certification shows {key} to everybody ({reason}): personal information of its holder is disclosed."
#     zh: "该认证向公众展示了 {key}（{reason}），泄露了持有人的个人信息。"
#   cure:
#     en: Stop showing it, or obtain the holder's separate consent where that suffices.
#     zh: 停止展示；可经同意展示的，须取得持有人的单独同意。
package qinglang.certification.display_excess

import data.qinglang.lib.calendar
import data.qinglang.lib.certification
import data.qinglang.lib.consent

default applies := false

applies if certification.valid(input.certification, calendar.now)

violations contains {"key": key, "reason": "forbidden"} if {
	applies
	some key in input.certification.displayed_keys
	consent.forbidden(key)
}

violations contains {"key": key, "reason": "consent"} if {
	applies
	some key in input.certification.displayed_keys
	consent.needed(key)
	input.certification.consent_scope
	not consent.given(key)
}

undetermined contains {"missing": "certifications.displayed_keys"} if {
	applies
	not input.certification.displayed_keys
	some key in consent.may_be_shown
	consent.may_offend(key)
}

undetermined contains {"missing": "certifications.consent_scope"} if {
	applies
	not input.certification.consent_scope
	some key in consent.may_be_shown
	consent.may_be_needed(key)
}

undetermined contains {"missing": "account"} if {
	applies
	some key in consent.may_be_shown
	consent.hangs_on_account(key)
}
