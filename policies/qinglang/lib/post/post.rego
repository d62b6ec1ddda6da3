# METADATA
# title: State of a post
# description: Whether the post of the document is live, and whether its grace time has passed.
package qinglang.lib.post

import data.qinglang.lib.calendar

live if {
	input.post
	not input.post.deleted_at
}

settled if {
	grace := data.qinglang.params.label_grace_hours * calendar.hour
	input.post.published_at + grace <= calendar.now
}

# A live post on which a label that is missing counts as missing.
due if {
	live
	settled
}
