package qinglang.lib.basis_test

import data.qinglang.lib.basis

_params := {"notice_legal_basis": ["notice"]}

test_notice_named_is_one_of_the_list if {
	basis.notice_named({"legal_basis": "notice"}) with data.qinglang.params as _params
	not basis.notice_named({"legal_basis": "law"}) with data.qinglang.params as _params
	not basis.notice_named({"measure": "warning"}) with data.qinglang.params as _params
}

test_no_basis_is_as_good_as_the_notice if {
	basis.notice_or_none({"legal_basis": "notice"}) with data.qinglang.params as _params
	basis.notice_or_none({"measure": "warning"}) with data.qinglang.params as _params
	not basis.notice_or_none({"legal_basis": "law"}) with data.qinglang.params as _params
}
