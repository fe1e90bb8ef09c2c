# The log of deeds.
audit-who = Who
audit-everybody = Everybody
audit-what = On what
audit-from = From
audit-until = Until
audit-filter = Show
audit-none = Nothing was done
audit-none-hint = What staff and the shop itself change is written down here, and stays.
audit-all = Show everything
audit-detail = Details
audit-same = Everything done to it
audit-by-program = { $member } by the program { $program }
