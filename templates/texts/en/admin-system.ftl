# The system page: how busy the shop is right now.
system-now = Right now
system-now-hint = in this process
system-version = Version
system-queue = Writes that wait
system-readers = Readers of the database that are busy
system-writers = Writers of the database that are busy
system-of = { $some } of { $all }
system-lag = Slowest subscriber
system-seconds = { $count ->
    [one] 1 second behind
   *[other] { $count } seconds behind
}
system-cache = Page cache
system-cache-rate = { $value } % found
system-cache-unused = nothing asked yet
system-cache-pages = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
system-mail-failed = { $count ->
    [one] 1 mail given up
   *[other] { $count } mails given up
}
system-mail-delayed = { $count ->
    [one] 1 mail tried again
   *[other] { $count } mails tried again
}
system-replica = Read replica
system-replica-behind = { $count ->
    [one] 1 second behind
   *[other] { $count } seconds behind
}
system-replica-late = { $count ->
    [one] 1 second behind: the database answers
   *[other] { $count } seconds behind: the database answers
}
system-replica-away = Away: the database answers
system-replica-answered = { $count ->
    [one] 1 answer
   *[other] { $count } answers
}
system-replica-fell-back = { $count ->
    [one] 1 answered by the database instead
   *[other] { $count } answered by the database instead
}
system-books = Books
system-books-hint = Proved every night between two and five: stock, totals, payments, events and storage. sundry check does it at any time.
system-books-fine = The books are in order
system-books-broken = { $count ->
    [one] 1 breach: something is not as it must be
   *[other] { $count } breaches: something is not as it must be
}
system-books-took = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}
system-books-none = They were not proved yet. The first night will do it.
need-books = { $count ->
    [one] 1 breach in the books
   *[other] { $count } breaches in the books
}
