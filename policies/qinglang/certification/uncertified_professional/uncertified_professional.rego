# METADATA
# title: Uncertified professional
# description: >-
#   An account publishes on a professional field that needs a certification, and has none.
# custom:
#   code: CER-01
#   title_zh: 未经认证发布专业内容
#   clauses: [2.4 s1]
#   basis: [qinglang-2025, Notice on self-media of 2023-07-10]
#   subject: account
#   direction: under
#   severity: medium
#   nature: state
#   identity: [field]
#   cause: [field]
#   messages:
#     en: "The account published {posts} posts in the field {field} and has no certification there: readers take it for an expert."
#     zh: "该账号在 {field} 领域发布 {posts} 条内容，却没有相应的专业认证，公众可能将其当作专家。"
#   cure:
#     en: Certify the account in the field, or end its professional posts.
#     zh: 完成该领域的专业认证，或停止发布专业内容。
package qinglang.certification.uncertified_professional

import data.qinglang.lib.professional

default applies := false

applies if {
	professional.unlicensed
	count(professional.claims) > 0
}

violations contains object.filter(claim, {"field", "posts", "last_at"}) if {
	professional.unlicensed
	some claim in professional.uncertified
}

undetermined contains {"missing": "operator"} if {
	"operator" in input.unknown
	count(professional.uncertified) > 0
}

undetermined contains {"missing": "operators.licensed_news"} if {
	input.operator
	not professional.licensed
	not professional.unlicensed
	count(professional.uncertified) > 0
}

undetermined contains {"missing": "posts.field"} if professional.hangs_on_field
