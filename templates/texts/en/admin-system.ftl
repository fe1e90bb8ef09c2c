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
