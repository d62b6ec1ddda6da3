# METADATA
# title: Circular citation
# description: >-
#   A live post cites through other accounts and ends where it began: in a circle, or at an account
#   of the same operator without any source from outside, and the platform does not show that these
#   accounts belong together.
# custom:
#   code: ANN-04
#   title_zh: 引用循环
#   clauses: [2.3 s2]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [account.operator_id]
#   messages:
#     en: "The citations of this post lead back to its own operator or run in a circle (circle: {cyclic}), so that nobody can trace the origin."
#     zh: "该内容的引用链最终回到同一运营者或形成循环（循环：{cyclic}），来源无从查证。"
#   cure:
#     en: Have a source from outside named, or show that the accounts belong together.
#     zh: 督促标注外部来源，或公示相关账号属于同一矩阵。
package qinglang.annotation.circular_citation

import data.qinglang.lib.citation
import data.qinglang.lib.post

default applies := false

applies if {
	_asked
	citation.undisclosed
}

violations contains object.filter(input.citation, {"cyclic", "hops"}) if {
	applies
	citation.circular
}

undetermined contains {"missing": "citation.open_ended"} if {
	input.citation.open_ended
	post.live
	input.post.origin != "repost"
	not citation.disclosed
}

undetermined contains {"missing": parent} if {
	_asked
	citation.may_be_circular
	some parent in input.unknown
}

undetermined contains {"missing": "operators.disclosed_matrix"} if {
	_asked
	citation.may_be_circular
	input.operator
	not citation.disclosed
	not citation.undisclosed
}

undetermined contains {"missing": "annotations.source_kind"} if {
	_asked
	not citation.disclosed
	citation.hangs_on_last_source
}

_asked if {
	post.live
	citation.through_others
}
