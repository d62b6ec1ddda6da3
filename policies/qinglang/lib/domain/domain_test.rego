package qinglang.lib.domain_test

import data.qinglang.lib.domain

test_unknown_values_have_a_domain if {
	count(domain.topics) == 5
	count(domain.professional_fields) == 4
	count(domain.annotation_kinds) == 8
	count(domain.regions) == 5
	count(domain.display_keys) == 13
	count(domain.dimensions) == 4
	domain.flags == {true, false}
}

test_numbers_have_bounds if {
	every bounds in [domain.pixels, domain.milliseconds, domain.contrast_centi] {
		bounds.least < bounds.most
	}
}
