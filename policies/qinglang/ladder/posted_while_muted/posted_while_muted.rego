# METADATA
# title: Posted while muted
# description: >-
#   An account published a post while it was muted.
# custom:
#   code: LAD-12
#   title_zh: 禁言期间发布内容
#   clauses: [3.4 s4]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: medium
#   nature: event
#   identity: [sanction_id]
#   cause: []
#   messages:
#     en: "The post was published at {at}, while mute {sanction_id} of its account was in force: the mute has no effect."
#     zh: "该内容发布于 {at}，当时账号处于禁言期（处置 {sanction_id}），禁言未实际生效。"
#   cure:
#     en: Find out how a muted account could publish, and close the gap.
#     zh: 查明被禁言账号仍能发布的原因并堵塞漏洞。
package qinglang.ladder.posted_while_muted

import data.qinglang.lib.measure

default applies := false

applies if {
	some sanction in input.sanctions
	sanction.measure in measure.mutes
}

violations contains {"sanction_id": sanction.sanction_id, "at": input.post.published_at} if {
	some sanction in input.sanctions
	sanction.measure in measure.mutes
	measure.in_force(sanction, input.post.published_at)
}

undetermined := set()
