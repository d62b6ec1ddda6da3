package qinglang.lib.citation_test

import data.qinglang.lib.citation

_way(fields) := object.union({"cyclic": false, "open_ended": false, "other_account": true}, fields)

_returning := _way({"hops": 1, "terminal_operator_id": "o", "terminal_external": false})

_own := {"operator_id": "o"}

test_through_others if {
	citation.through_others with input as {"post": {"origin": "own"}, "citation": _way({})}
	not citation.through_others with input as {"post": {"origin": "repost"}, "citation": _way({})}
	alone := _way({"other_account": false})
	not citation.through_others with input as {"post": {"origin": "own"}, "citation": alone}
	not citation.through_others with input as {"post": {"origin": "own"}}
}

test_disclosure if {
	told := {"account": _own, "operator": {"disclosed_matrix": true}}
	citation.disclosed with input as told
	not citation.undisclosed with input as told
	refused := {"account": _own, "operator": {"disclosed_matrix": false}}
	citation.undisclosed with input as refused
	not citation.disclosed with input as refused
	citation.undisclosed with input as {"account": {}}
	not citation.undisclosed with input as {"account": _own, "unknown": ["operator"]}
	not citation.undisclosed with input as {"account": _own, "operator": {}}
	not citation.undisclosed with input as {"unknown": ["account"]}
}

test_circles if {
	citation.circular with input as {"citation": _way({"cyclic": true})}
	citation.may_be_circular with input as {"citation": _way({"cyclic": true})}
	citation.circular with input as {"account": _own, "citation": _returning}
	citation.may_be_circular with input as {"account": _own, "citation": _returning}
	other := {"account": {"operator_id": "p"}, "citation": _returning}
	not citation.circular with input as other
	not citation.may_be_circular with input as other
	outside := object.union(_returning, {"terminal_external": true})
	not citation.circular with input as {"account": _own, "citation": outside}
	not citation.may_be_circular with input as {"account": _own, "citation": outside}
}

test_unknown_last_source if {
	silent := object.remove(_returning, ["terminal_external"])
	citation.may_be_circular with input as {"account": _own, "citation": silent}
	citation.hangs_on_last_source with input as {"account": _own, "citation": silent}
	not citation.hangs_on_last_source with input as {"account": _own, "citation": _returning}
	not citation.circular with input as {"account": _own, "citation": silent}
}

test_unknown_account_may_return if {
	citation.may_be_circular with input as {"unknown": ["account"], "citation": _returning}
	nowhere := object.remove(_returning, ["terminal_operator_id"])
	not citation.may_be_circular with input as {"unknown": ["account"], "citation": nowhere}
}
