package qinglang.ladder.appeal_same_reviewer_test

import data.qinglang.ladder.appeal_same_reviewer

_cases := [
	{
		"document": {"appeals": [{"appeal_id": "p", "decided_at": 5, "reviewer_differs": false}]},
		"applies": true,
		"violations": {{"appeal_id": "p", "at": 5}},
		"undetermined": [],
	},
	{
		"document": {"appeals": [{"appeal_id": "p", "decided_at": 5, "reviewer_differs": true}]},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"appeals": [{"appeal_id": "p", "decided_at": 5}]},
		"applies": true,
		"violations": set(),
		"undetermined": ["appeals.reviewer_differs"],
	},
	{
		"document": {"appeals": [{"appeal_id": "p", "filed_at": 5, "reviewer_differs": false}]},
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := appeal_same_reviewer.applies with input as document
}

_violations(document) := found if {
	found := appeal_same_reviewer.violations with input as document
}

_undetermined(document) := found if {
	found := appeal_same_reviewer.undetermined with input as document
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
