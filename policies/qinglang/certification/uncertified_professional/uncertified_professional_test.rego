package qinglang.certification.uncertified_professional_test

import data.qinglang.certification.uncertified_professional

_params := {
	"certified_fields": ["law"],
	"exempt_classes": ["media"],
	"min_professional_posts": 3,
	"standing_from": 50,
}

_answer(document) := answer if {
	answer := [uncertified_professional.applies, uncertified_professional.violations, uncertified_professional.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(fields) := object.union(
	{
		"account": {"account_class": "personal"},
		"professional_posts": [{"field": "law", "posts": 4, "first_at": 1, "last_at": 60}],
		"certifications": [],
	},
	fields,
)

test_professional_without_certification_violates if {
	_answer(_document({})) == [true, {{"field": "law", "posts": 4, "last_at": 60}}, set()]
}

test_certified_professional_does_not if {
	held := [{"certification_id": "c", "field": "law", "state": "valid", "valid_from": 60}]
	_answer(_document({"certifications": held})) == [true, set(), set()]
}

test_licensed_operator_is_not_asked if {
	_answer(_document({"operator": {"licensed_news": true}})) == [false, set(), set()]
}

test_unknown_licence_decides if {
	_answer(_document({"operator": {}})) == [
		false,
		set(),
		{{"missing": "operators.licensed_news"}},
	]
	_answer(_document({"unknown": ["operator"]})) == [false, set(), {{"missing": "operator"}}]
}

test_posts_of_unknown_field_decide if {
	rows := [{"field": "unknown", "posts": 3, "first_at": 1, "last_at": 60}]
	_answer(_document({"professional_posts": rows})) == [
		false,
		set(),
		{{"missing": "posts.field"}},
	]
}
