# METADATA
# title: Malicious conduct answered too mildly
# description: >-
#   An account acted maliciously and gravely. Something was done about it in time, but neither a
#   long mute nor a closure.
# custom:
#   code: LAD-05
#   title_zh: 恶意违规处置过轻
#   clauses: [3.4 s4]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "Malicious conduct ({offence}) was found to be {severity}, but the account was neither muted for long nor closed."
#     zh: "恶意违规（{offence}）已认定情节为 {severity}，但账号既未被长期禁言，也未被关闭。"
#   cure:
#     en: Mute the account for long, or close it.
#     zh: 对账号予以长期禁言或关闭。
package qinglang.ladder.malicious_underpunished

import data.qinglang.lib.ladder
import data.qinglang.lib.malice
import data.qinglang.lib.measure
import data.qinglang.lib.verdict

default applies := false

applies if {
	malice.due
	malice.grave
	verdict.answered
}

violations contains object.filter(input.adjudication, {"offence", "severity"}) if {
	applies
	_mild
}

undetermined contains {"missing": "adjudications.severity"} if {
	malice.due
	_mild
	malice.severity_unknown
	malice.may_be_answered
}

# What was not answered did not climb the ladder either.
undetermined contains {"missing": "post"} if {
	malice.due
	malice.may_be_grave
	malice.post_unknown
	not verdict.answered
}

_mild if ladder.step < measure.ranks.long_mute
