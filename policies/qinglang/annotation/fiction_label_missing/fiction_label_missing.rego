# METADATA
# title: Fiction label missing
# description: >-
#   A live post that its author declared as fiction or acted carries no fiction label, although the
#   grace time has passed.
# custom:
#   code: ANN-10
#   title_zh: 缺少虚构演绎标识
#   clauses: [2.2 s2]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [post.account_id]
#   messages:
#     en: "The author declared this post as fiction, but no label says so: viewers may take it for real."
#     zh: 作者已声明该内容为虚构演绎，但没有相应标识，公众可能信以为真。
#   cure:
#     en: Add the fiction label.
#     zh: 添加虚构演绎标识。
package qinglang.annotation.fiction_label_missing

import data.qinglang.lib.calendar
import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	post.due
	labels.fiction_required
}

violations contains {} if {
	applies
	not _labelled
}

undetermined contains {"missing": "posts.declared_fiction"} if {
	post.due
	labels.fiction_unknown
	not _labelled
}

_labelled if labels.any_active({"fiction"}, calendar.now)
