# METADATA
# title: Time of the snapshot and lengths of time
# description: The moment that state is judged at, and what a day and an hour are in seconds.
package qinglang.lib.calendar

now := data.qinglang.snapshot.as_of

day := 86400

hour := 3600
