package qinglang.lib.monetisation_test

import data.qinglang.lib.monetisation

test_granted_from_then_on if {
	monetisation.granted({"granted_at": 10}, 10)
	not monetisation.granted({"granted_at": 10}, 9)
}

test_granted_until_revoked if {
	monetisation.granted({"granted_at": 10, "revoked_at": 20}, 19)
	not monetisation.granted({"granted_at": 10, "revoked_at": 20}, 20)
}

test_not_granted_while_suspended if {
	grant := {"granted_at": 10, "suspended_at": 20, "resumed_at": 30}
	monetisation.granted(grant, 19)
	not monetisation.granted(grant, 20)
	not monetisation.granted(grant, 29)
	monetisation.granted(grant, 30)
	not monetisation.granted({"granted_at": 10, "suspended_at": 20}, 30)
	not monetisation.granted({"granted_at": 10, "suspended_at": 20, "resumed_at": 19}, 30)
}

test_beginnings if {
	monetisation.beginnings({"granted_at": 1}) == {1}
	monetisation.beginnings({"granted_at": 1, "resumed_at": 5}) == {1, 5}
}
