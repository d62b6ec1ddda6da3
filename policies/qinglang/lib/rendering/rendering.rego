# METADATA
# title: Labels as they were drawn
# description: >-
#   What the label and the post of a rendering are, or may be where they are unknown.
package qinglang.lib.rendering

import data.qinglang.lib.annotation
import data.qinglang.lib.calendar
import data.qinglang.lib.domain
import data.qinglang.lib.post

# Label and post are both in the snapshot.
known if {
	input.annotation
	input.post
}

# Kinds of which the label may be, where it may be active.
kinds contains input.annotation.kind if annotation.active(input.annotation, calendar.now)

kinds contains kind if {
	"annotation" in input.unknown
	some kind in domain.annotation_kinds
}

# The label may be active, and the post live.
may_show if {
	count(kinds) > 0
	_post_may_be_live
}

# The post may be live, of one of these media, and published since then.
post_may_be(_, _) if "post" in input.unknown

post_may_be(media, since) if {
	post.live
	input.post.media_kind in media
	input.post.published_at >= since
}

# Percents of the shortest side that may be asked of the label; for sources there may be none.
percents contains data.qinglang.params.min_ai_label_percent if {
	some kind in kinds
	kind in annotation.ai_kinds
	post_may_be({"image", "video"}, data.qinglang.params.labelling_from)
}

percents contains data.qinglang.params.min_source_label_percent if {
	"source" in kinds
	post_may_be({"image", "video"}, data.qinglang.params.standing_from)
}

# Places in which the label may stand.
regions := {input.rendering.region}

regions := domain.regions if not input.rendering.region

_post_may_be_live if "post" in input.unknown

_post_may_be_live if post.live
