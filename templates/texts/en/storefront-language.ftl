# The page in another language, offered in this one to whoever may read it better.
languages = Language
language-offer = This page is available in English.
language-go = Read it in English
language-stay = Stay in this language

# What went wrong, where the shop has no words of its own for it.
error-busy-text = The shop is busy right now. Please try again in a moment.
error-ours-text = Something went wrong on our side. Nothing you did; please try again.
error-refused-text = This cannot be done as it was asked. Please go back and try again.
wrong-too_many_requests = That was a lot at once. Please wait a moment and try again.
wrong-foreign_origin = This was not sent from a page of this shop. Open the shop itself and try again.
wrong-bad_form = This form cannot be read. Please reload the page and try again.
wrong-signed_out = You are signed out; sign in and try again.
wrong-too_slow = Sending took too long. Please try again.
wrong-too_large = This is more than can be sent at once.
wrong-form_expired = This page was open for too long. Please reload it and send the form again.
wrong-form_foreign = This form does not belong to your visit. Please reload the page and send it again.
