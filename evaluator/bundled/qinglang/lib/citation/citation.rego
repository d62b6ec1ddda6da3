# METADATA
# title: Where citations lead
# description: >-
#   Whether the citations of a post lead back to its own operator, and what decides it where that is
#   unknown. Accounts of one operator that says so openly may cite each other.
package qinglang.lib.citation

# The post is no repost, and some post on the way is another account's.
through_others if {
	input.post.origin != "repost"
	input.citation.other_account
}

# The platform shows that the operator's accounts belong together.
disclosed if input.operator.disclosed_matrix

undisclosed if input.operator.disclosed_matrix == false

# An account without an operator belongs to no matrix.
undisclosed if {
	input.account
	not input.operator
	not _operator_unknown
}

circular if input.citation.cyclic

circular if {
	input.account.operator_id == input.citation.terminal_operator_id
	input.citation.terminal_external == false
}

may_be_circular if input.citation.cyclic

may_be_circular if {
	_may_return
	not input.citation.terminal_external
}

# Whether the last post names a source from outside decides, and is not known.
hangs_on_last_source if {
	_may_return
	not _external_told
}

_may_return if input.account.operator_id == input.citation.terminal_operator_id

_may_return if {
	"account" in input.unknown
	input.citation.terminal_operator_id
}

_operator_unknown if "operator" in input.unknown

_external_told if input.citation.terminal_external in {true, false}
