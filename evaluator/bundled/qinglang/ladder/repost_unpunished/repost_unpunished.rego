# METADATA
# title: Unverified repost not answered
# description: >-
#   An account was found to have reposted false information without checking it, and got neither a
#   warning nor a mute in time.
# custom:
#   code: LAD-03
#   title_zh: 未核实转发未处置
#   clauses: [3.4 s3]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: []
#   messages:
#     en: "The account was found to have reposted false information without checking it ({offence}), but was neither warned nor muted in time."
#     zh: "账号未经核实转发不实信息（{offence}）已被认定，但逾期未予站内警告或短期禁言。"
#   cure:
#     en: Warn the account, or mute it for a short time.
#     zh: 予以站内警告或短期禁言。
package qinglang.ladder.repost_unpunished

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.ladder

default applies := false

applies if {
	adjudication.class(input.adjudication) == "B"
	adjudication.effective(input.adjudication, calendar.now)
	grace := data.qinglang.params.sanction_days * calendar.day
	input.adjudication.decided_at + grace <= calendar.now
}

violations contains {"offence": input.adjudication.offence} if {
	applies
	ladder.step < 1
}

undetermined := set()
