# METADATA
# title: A measure fits how grave the conduct was
# description: >-
#   The one rule behind the controls of long mutes and closures for conduct that was not serious. A
#   control of this kind names the class of the ladder that it follows.
package qinglang.lib.proportion

import data.qinglang.lib.basis
import data.qinglang.lib.measure
import data.qinglang.lib.sanction

due(class) if {
	_severe
	sanction.of_class(class)
}

excessive(class) if {
	due(class)
	input.adjudication.severity in {"minor", "ordinary"}
}

hangs_on_severity(class) if {
	due(class)
	input.adjudication
	not input.adjudication.severity
}

# The severity of a verdict that is unknown is unknown as well.
hangs_on_adjudication(class) if {
	_severe
	sanction.may_be_of_class(class)
}

# A long mute or closure, for which the notice asks for serious conduct.
_severe if {
	sanction.rank >= measure.ranks.long_mute
	basis.notice_or_none(input.sanction)
}
