# The page in another language, offered in this one to whoever may read it better.
languages = Sprache
language-offer = Diese Seite gibt es auch auf Deutsch.
language-go = Auf Deutsch lesen
language-stay = Bei dieser Sprache bleiben

# What went wrong, where the shop has no words of its own for it.
error-busy-text = Im Laden ist gerade viel los. Bitte versuchen Sie es gleich noch einmal.
error-ours-text = Bei uns ist etwas schiefgegangen. Sie haben nichts falsch gemacht; bitte versuchen Sie es noch einmal.
error-refused-text = So geht das leider nicht. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
wrong-too_many_requests = Das war sehr viel auf einmal. Bitte warten Sie einen Moment und versuchen Sie es noch einmal.
wrong-foreign_origin = Das wurde nicht von einer Seite dieses Ladens gesendet. Bitte öffnen Sie den Laden selbst und versuchen Sie es noch einmal.
wrong-bad_form = Dieses Formular ist nicht lesbar. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.
wrong-signed_out = Sie sind abgemeldet. Bitte melden Sie sich an und versuchen Sie es noch einmal.
wrong-too_slow = Das Senden hat zu lange gedauert. Bitte versuchen Sie es noch einmal.
wrong-too_large = Das ist mehr, als auf einmal gesendet werden kann.
wrong-form_expired = Diese Seite war zu lange offen. Bitte laden Sie sie neu und senden Sie das Formular noch einmal.
wrong-form_foreign = Dieses Formular gehört nicht zu Ihrem Besuch. Bitte laden Sie die Seite neu und senden Sie es noch einmal.
