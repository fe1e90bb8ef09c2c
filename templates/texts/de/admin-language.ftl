# What the back office speaks.
admin-language = Sprache
admin-language-hint = Des Büros, in diesem Browser. Die Seiten des Ladens haben jede ihre eigene.
admin-language-browser = Wie der Browser es vorzieht
