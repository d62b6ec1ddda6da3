package qinglang.lib.calendar_test

import data.qinglang.lib.calendar

test_now_is_the_snapshot_s if {
	calendar.now == 7 with data.qinglang.snapshot as {"as_of": 7}
}

test_days_have_24_hours if calendar.day == 24 * calendar.hour
