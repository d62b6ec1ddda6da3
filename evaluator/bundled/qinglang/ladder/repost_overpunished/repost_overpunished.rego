# METADATA
# title: Unverified repost overpunished
# description: >-
#   An account reposted false information without checking it, was found to have done so in no
#   serious way, and was muted for long or closed.
# custom:
#   code: LAD-04
#   title_zh: 未核实转发处置过重
#   clauses: [3.4 s3]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: high
#   nature: event
#   identity: []
#   cause: [measure]
#   messages:
#     en: "An unverified repost that was not serious was answered by {measure} (from {at}): the notice asks for a warning or a short mute."
#     zh: "未经核实转发不实信息且情节不严重，却自 {at} 起被处以 {measure}，而通知规定的是站内警告或短期禁言。"
#   cure:
#     en: Lift the measure, or reduce it to a warning or a short mute.
#     zh: 撤销该处置，或减轻为站内警告、短期禁言。
package qinglang.ladder.repost_overpunished

import data.qinglang.lib.proportion
import data.qinglang.lib.sanction

default applies := false

applies if proportion.due("B")

violations contains sanction.facts if proportion.excessive("B")

undetermined contains {"missing": "adjudications.severity"} if proportion.hangs_on_severity("B")

undetermined contains {"missing": "adjudication"} if proportion.hangs_on_adjudication("B")
