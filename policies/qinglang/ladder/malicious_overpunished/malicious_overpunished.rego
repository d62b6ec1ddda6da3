# METADATA
# title: Malicious conduct overpunished
# description: >-
#   An account acted maliciously, was found to have done so in no serious way, and was muted for
#   long or closed, which the notice asks for in serious cases only.
# custom:
#   code: LAD-19
#   title_zh: 恶意违规处置过重
#   clauses: [3.4 s4]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: high
#   nature: event
#   identity: []
#   cause: [measure]
#   messages:
#     en: "Conduct that was not serious was answered by {measure} (from {at}): the notice asks for that in serious cases only."
#     zh: "违规情节不严重，却自 {at} 起被处以 {measure}，而通知仅对情节严重的账号如此规定。"
#   cure:
#     en: Lift the measure, or reduce it.
#     zh: 撤销或减轻该处置。
package qinglang.ladder.malicious_overpunished

import data.qinglang.lib.proportion
import data.qinglang.lib.sanction

default applies := false

applies if proportion.due("C")

violations contains sanction.facts if proportion.excessive("C")

undetermined contains {"missing": "adjudications.severity"} if proportion.hangs_on_severity("C")

undetermined contains {"missing": "adjudication"} if proportion.hangs_on_adjudication("C")
