# METADATA
# title: Claims of authority
# description: >-
#   Whether a post claims authority in a key field, whether its sources bear that out, and where an
#   unknown fact decides.
package qinglang.lib.claim

import data.qinglang.lib.labels
import data.qinglang.lib.post

# What an unknown field of a post may be.
fields := {"finance", "medicine", "law", "education", "military", "diplomacy", "none"}

# A post that has to bear out what it claims, if it claims anything.
asked if {
	post.due
	input.post.published_at >= data.qinglang.params.standing_from
}

made if input.post.claim_tag != "none"

may_be_made if made

may_be_made if tag_unknown

tag_unknown if not input.post.claim_tag

in_key_field if input.post.field in data.qinglang.params.key_fields

# A parameter may name every field there is: then an unknown one is a key field too.
in_key_field if {
	not input.post.field
	_every_field_is_key
}

may_be_in_key_field if in_key_field

may_be_in_key_field if hangs_on_field

# The field decides: it is unknown, and not all fields are treated alike.
hangs_on_field if {
	not input.post.field
	not _every_field_is_key
	some field in fields
	field in data.qinglang.params.key_fields
}

# A source of a kind that can bear out a claim is named.
borne_out if {
	some label in labels.active
	label.kind == "source"
	label.source_kind in {"original", "outlet", "official"}
}

# A source is named, and nobody knows of which kind it is.
source_kind_unknown if {
	some label in labels.active
	label.kind == "source"
	not label.source_kind
}

_every_field_is_key if {
	every field in fields {
		field in data.qinglang.params.key_fields
	}
}
