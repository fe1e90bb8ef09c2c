# What the back office speaks.
admin-language = Language
admin-language-hint = Of the back office, in this browser. The shop’s own pages have a language each.
admin-language-browser = As the browser prefers
