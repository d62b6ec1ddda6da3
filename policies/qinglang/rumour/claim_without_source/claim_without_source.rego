# METADATA
# title: Claim of authority without a source
# description: >-
#   A live post in a key field claims to be authoritative, first-hand or an investigation, and names
#   no source that could bear that out.
# custom:
#   code: RUM-04
#   title_zh: 自称权威未标注来源
#   clauses: [2.1 s3]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [post.account_id]
#   messages:
#     en: "The post makes a claim of authority ({claim_tag}) in a key field ({field}), but no source label names an original, an outlet or an official source."
#     zh: "该内容在重点领域（{field}）自称权威发布、一手数据或深度调查（{claim_tag}），但未标注原始、媒体或官方来源。"
#   cure:
#     en: Have the author name the original, the outlet or the official source, or take the claim back.
#     zh: 督促作者标明原始、媒体或官方来源，或撤回相关说法。
package qinglang.rumour.claim_without_source

import data.qinglang.lib.claim

default applies := false

applies if {
	claim.asked
	claim.made
	claim.in_key_field
}

violations contains object.filter(input.post, {"claim_tag", "field"}) if {
	applies
	not claim.borne_out
	not claim.source_kind_unknown
}

undetermined contains {"missing": "posts.claim_tag"} if {
	_may_violate
	claim.tag_unknown
}

undetermined contains {"missing": "posts.field"} if {
	_may_violate
	claim.hangs_on_field
}

undetermined contains {"missing": "annotations.source_kind"} if {
	_may_violate
	claim.source_kind_unknown
}

_may_violate if {
	claim.asked
	claim.may_be_made
	claim.may_be_in_key_field
	not claim.borne_out
}
