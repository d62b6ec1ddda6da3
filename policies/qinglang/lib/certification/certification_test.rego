package qinglang.lib.certification_test

import data.qinglang.lib.certification

_certification := {"field": "law", "state": "valid", "valid_from": 10, "valid_to": 20}

test_valid_within_its_bounds if {
	certification.valid(_certification, 10)
	certification.valid(_certification, 20)
	not certification.valid(_certification, 9)
	not certification.valid(_certification, 21)
	certification.valid({"state": "valid", "valid_from": 10}, 1000)
}

test_valid_until_it_is_revoked if {
	revoked := object.union(_certification, {"state": "revoked", "revoked_at": 15})
	certification.valid(revoked, 14)
	not certification.valid(revoked, 15)
}

test_never_valid_in_other_states if {
	every state in ["pending", "rejected"] {
		not certification.valid(object.union(_certification, {"state": state}), 10)
		revoked := object.union(_certification, {"state": state, "revoked_at": 15})
		not certification.valid(revoked, 10)
	}
}
