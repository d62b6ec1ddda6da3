package qinglang.lib.measure_test

import data.qinglang.lib.measure

test_ranks_rise_along_the_ladder if {
	measure.ranks.guidance == 0
	measure.ranks.closure == 4
	every name in ["demonetisation", "recommendation_stop"] {
		not measure.ranks[name]
	}
	every name in measure.mutes {
		measure.ranks[name] in {2, 3}
	}
}

test_in_force_until_it_ends_or_is_lifted if {
	measure.in_force({"starts_at": 5}, 5)
	not measure.in_force({"starts_at": 6}, 5)
	measure.in_force({"starts_at": 1, "ends_at": 6, "lifted_at": 6}, 5)
	not measure.in_force({"starts_at": 1, "ends_at": 5}, 5)
	not measure.in_force({"starts_at": 1, "lifted_at": 5}, 5)
}
