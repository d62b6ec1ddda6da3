package qinglang.distortion.paid_ranking_unlabelled_test

import data.qinglang.distortion.paid_ranking_unlabelled

_answer(ranking) := answer if {
	document := {"ranking": object.union({"list_id": "l", "rank": 3, "from_ts": 5}, ranking)}
	answer := [paid_ranking_unlabelled.applies, paid_ranking_unlabelled.violations, paid_ranking_unlabelled.undetermined] with input as document
}

_missing(facts) := {{"missing": fact} | some fact in facts}

test_paid_place_without_label_violates if {
	_answer({"paid": true, "labelled_ad": false}) == [true, {{"list_id": "l", "rank": 3, "at": 5}}, set()]
}

test_paid_place_with_label_passes if {
	_answer({"paid": true, "labelled_ad": true}) == [true, set(), set()]
}

test_place_that_is_not_paid_is_not_asked if {
	_answer({"paid": false, "labelled_ad": false}) == [false, set(), set()]
	_answer({"paid": false}) == [false, set(), set()]
}

test_unknown_flags_decide if {
	_answer({"paid": true}) == [true, set(), _missing(["rankings.labelled_ad"])]
	_answer({"labelled_ad": false}) == [false, set(), _missing(["rankings.paid"])]
	_answer({"labelled_ad": true}) == [false, set(), set()]
	_answer({}) == [false, set(), _missing(["rankings.paid", "rankings.labelled_ad"])]
}
