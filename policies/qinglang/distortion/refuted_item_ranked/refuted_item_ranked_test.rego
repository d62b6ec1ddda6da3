package qinglang.distortion.refuted_item_ranked_test

import data.qinglang.distortion.refuted_item_ranked

_params := {"ranking_exit_hours": 1, "refutable_offences": ["staged_event"]}

_answer(ranking, verdicts) := answer if {
	document := {
		"ranking": object.union({"list_id": "l", "from_ts": 50}, ranking),
		"adjudications": [object.union(_verdict, verdict) | some verdict in verdicts],
	}
	answer := [refuted_item_ranked.applies, refuted_item_ranked.violations, refuted_item_ranked.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_verdict := {
	"adjudication_id": "j",
	"offence": "staged_event",
	"verdict": "violation",
	"final": true,
	"decided_at": 100,
}

_finding(id, at) := {"adjudication_id": id, "list_id": "l", "at": at}

test_entry_that_stays_or_comes_violates if {
	_answer({}, [{}]) == [true, {_finding("j", 3700)}, set()]
	_answer({"to_ts": 3701}, [{}]) == [true, {_finding("j", 3700)}, set()]
	_answer({"from_ts": 5000, "to_ts": 5000}, [{}]) == [true, {_finding("j", 5000)}, set()]
}

test_every_verdict_is_a_finding if {
	found := {_finding("j", 3700), _finding("k", 3650)}
	_answer({}, [{}, {"adjudication_id": "k", "decided_at": 50}]) == [true, found, set()]
}

test_entry_that_left_in_time_passes if {
	_answer({"to_ts": 3700}, [{}]) == [true, set(), set()]
	_answer({"from_ts": 5001, "to_ts": 5000}, [{}]) == [true, set(), set()]
}

test_time_for_leaving_must_be_over if {
	_answer({}, [{"decided_at": 860400}]) == [true, {_finding("j", 864000)}, set()]
	_answer({}, [{"decided_at": 860401}]) == [true, set(), set()]
}

test_other_verdicts_refute_nothing if {
	every change in [{"offence": "other"}, {"final": false}, {"verdict": "no_violation"}, {"overturned_at": 9}] {
		_answer({}, [change]) == [false, set(), set()]
	}
	_answer({}, []) == [false, set(), set()]
}
