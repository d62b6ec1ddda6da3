package qinglang.lib.adjudication_test

import data.qinglang.lib.adjudication

_verdict := {"verdict": "violation", "final": true, "decided_at": 10, "offence": "staged_event"}

test_effective_from_its_decision_on if {
	adjudication.effective(_verdict, 10)
	not adjudication.effective(_verdict, 9)
}

test_effective_until_it_is_overturned if {
	overturned := object.union(_verdict, {"overturned_at": 20})
	adjudication.effective(overturned, 19)
	not adjudication.effective(overturned, 20)
}

test_never_effective_without_a_final_violation if {
	not adjudication.effective(object.union(_verdict, {"final": false}), 10)
	not adjudication.effective(object.union(_verdict, {"verdict": "no_violation"}), 10)
}

test_class_and_refutable_are_parameters if {
	params := {"offence_class": {"staged_event": "C"}, "refutable_offences": ["staged_event"]}
	adjudication.class(_verdict) == "C" with data.qinglang.params as params
	adjudication.refutable(_verdict) with data.qinglang.params as params
	not adjudication.class({"offence": "other"}) with data.qinglang.params as params
	not adjudication.refutable({"offence": "other"}) with data.qinglang.params as params
}
