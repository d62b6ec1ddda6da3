package qinglang.annotation.fiction_label_missing_test

import data.qinglang.annotation.fiction_label_missing

_params := {"label_grace_hours": 24, "standing_from": 0}

_answer(document) := answer if {
	answer := [fiction_label_missing.applies, fiction_label_missing.violations, fiction_label_missing.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(post, kinds) := {
	"post": object.union({"published_at": 0}, post),
	"annotations": [{"kind": kind, "from_ts": 0} | some kind in kinds],
}

test_declared_fiction_without_label_violates if {
	_answer(_document({"declared_fiction": true}, ["source"])) == [true, {{}}, set()]
	_answer(_document({"declared_fiction": true}, ["fiction"])) == [true, set(), set()]
}

test_other_posts_are_not_asked if {
	_answer(_document({"declared_fiction": false}, [])) == [false, set(), set()]
}

test_unknown_declaration_decides if {
	_answer(_document({}, [])) == [false, set(), {{"missing": "posts.declared_fiction"}}]
	_answer(_document({}, ["fiction"])) == [false, set(), set()]
}
