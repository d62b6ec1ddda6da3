package qinglang.lib.domain_test

import data.qinglang.lib.domain

test_unknown_values_have_a_domain if {
	count(domain.topics) == 5
	count(domain.professional_fields) == 4
}
