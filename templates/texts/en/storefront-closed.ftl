# A shop that is not open yet.
closed-title = We open soon
closed-text = The shelves are being filled. Please come back in a while.
closed-write = Write to us
closed-staff = For staff: sign in
closed-banner-label = Not open yet
closed-banner = The shop is not open yet: only staff see it, and orders are a try.
closed-banner-link = To the back office
