# METADATA
# title: Certification expired
# description: >-
#   An account publishes on a professional field for which its certification had expired.
# custom:
#   code: CER-02
#   title_zh: 认证已过期
#   clauses: [2.4 s1]
#   basis: [qinglang-2025]
#   subject: account
#   direction: under
#   severity: medium
#   nature: state
#   identity: [field]
#   cause: [field]
#   messages:
#     en: "The account published {posts} posts in the field {field}, but its certification {certification_id} had expired."
#     zh: "该账号在 {field} 领域发布 {posts} 条内容，但其认证 {certification_id} 已过期。"
#   cure:
#     en: Renew the certification, or end the professional posts.
#     zh: 更新该领域的专业认证，或停止发布专业内容。
package qinglang.certification.expired

import data.qinglang.lib.professional

default applies := false

applies if {
	professional.unlicensed
	count(professional.claims) > 0
}

violations contains {
	"field": claim.field,
	"certification_id": latest[1],
	"posts": claim.posts,
} if {
	professional.unlicensed
	some claim in professional.lapsed
	latest := max(professional.expired(claim))
}

undetermined contains {"missing": "operator"} if {
	"operator" in input.unknown
	count(professional.lapsed) > 0
}

undetermined contains {"missing": "operators.licensed_news"} if {
	input.operator
	not professional.licensed
	not professional.unlicensed
	count(professional.lapsed) > 0
}

undetermined contains {"missing": "posts.field"} if professional.hangs_on_field
