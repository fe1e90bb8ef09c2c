# Staff, roles, and one's own account.
admin-staff-members = Wer hier arbeitet
admin-staff-you = (Sie)
admin-staff-since = seit { $value }
admin-staff-inactive = Darf sich nicht anmelden
admin-staff-role = Rolle
admin-staff-role-do = Rolle ändern
admin-staff-name = Name
admin-staff-add = Jemanden hinzufügen
admin-staff-add-hint = Es entsteht ein Passwort, das Ihnen einmal gezeigt wird; nach der Anmeldung lässt es sich ändern.
admin-staff-add-do = Hinzufügen
admin-staff-made = Ein Passwort für { $value }
admin-staff-made-hint = Damit meldet sich { $value } an; es wird nur dieses eine Mal gezeigt. Geben Sie es persönlich weiter, nicht per E-Mail.
admin-staff-reset = Neues Passwort machen
admin-staff-reset-hint = Wenn jemand seines vergessen hat: Überall wird abgemeldet.
admin-staff-sign-out = Überall abmelden
admin-staff-sign-out-hint = Für ein verlorenes Gerät. Das Passwort bleibt.
admin-staff-deactivate = Zugang nehmen
admin-staff-deactivate-hint = Sofort abgemeldet, und keine Anmeldung mehr. Was getan wurde, bleibt im Protokoll.
admin-staff-activate = Wieder hereinlassen
admin-staff-activate-hint = Die Anmeldung geht wieder mit dem alten Passwort.
admin-staff-permissions = Was jede Rolle darf
admin-staff-permissions-hint = Die Rollen sind vorgegeben; geben Sie allen die kleinste, die passt.
admin-staff-may = Darf …
admin-yes = ja
admin-no = nein
admin-change = Ändern

admin-may-view-orders = Bestellungen sehen
admin-may-manage-orders = Bestellungen verschicken, einziehen, stornieren, dazu notieren
admin-may-refund-orders = Geld zurückgeben
admin-may-view-products = Produkte sehen
admin-may-manage-products = Produkte, Kategorien und Bilder ändern
admin-may-view-inventory = Bestand sehen
admin-may-manage-inventory = Bestand annehmen, zählen, umbuchen
admin-may-view-prices = Preise und Aktionen sehen
admin-may-manage-prices = Preise, Aktionen und Gutscheine ändern
admin-may-view-customers = Kunden sehen
admin-may-manage-customers = Kunden ändern
admin-may-view-reports = Zahlen und Exporte sehen
admin-may-view-system = Zustand des Systems und das Protokoll sehen
admin-may-manage-system = Aufgaben wiederholen und verwerfen, importieren
admin-may-view-staff = sehen, wer hier arbeitet
admin-may-manage-staff = Personal hinzufügen, ändern, abmelden
admin-may-view-settings = Einstellungen und Texte sehen
admin-may-manage-settings = Einstellungen und Texte ändern

admin-account = Ihr Konto
admin-account-story = Sie melden sich als { $value } an.
admin-account-password = Passwort
admin-account-password-hint = Beim Ändern werden Sie überall sonst abgemeldet.
admin-account-current = Jetziges Passwort
admin-account-new = Neues Passwort
admin-account-password-do = Passwort ändern
admin-account-sessions = Wo Sie angemeldet sind
admin-account-this = Dieser Browser
admin-account-seen = zuletzt gesehen: { $value }
admin-account-end = Dort abmelden
admin-password-rule = Mindestens 10 Zeichen. Ein paar Wörter, die nichts mit Ihnen zu tun haben, ergeben ein gutes.

admin-form-wrong = { $count ->
    [one] Bitte verbessern Sie eines:
   *[other] Bitte verbessern Sie { $count } Dinge:
}
admin-wrong-name = Schreiben Sie einen Namen mit 1 bis 100 Zeichen.
admin-wrong-email = Das ist keine E-Mail-Adresse; schreiben Sie sie wie ada@example.org.
admin-wrong-email-taken = Mit dieser Adresse arbeitet hier schon jemand; ändern Sie diesen Eintrag, oder nehmen Sie eine andere Adresse.
admin-wrong-password-short = Das Passwort ist zu kurz; nehmen Sie mindestens 10 Zeichen. Ein paar Wörter genügen.
admin-wrong-password-long = Das Passwort ist zu lang; nehmen Sie höchstens 200 Zeichen.
admin-wrong-password-easy = Dieses Passwort ist leicht zu erraten; fügen Sie ein oder zwei Wörter hinzu, die nichts mit Ihnen oder dem Laden zu tun haben.
admin-wrong-current = Das ist nicht Ihr jetziges Passwort.
admin-wrong-too-many = Zu viele Versuche. Warten Sie ein paar Minuten und versuchen Sie es noch einmal.

admin-said-role-changed = Die Rolle wurde geändert. Sie gilt mit der nächsten Anmeldung; bis dahin ist abgemeldet.
admin-said-access-given = Die Anmeldung geht wieder.
admin-said-access-taken = Abgemeldet, und keine Anmeldung mehr.
admin-said-signed-out-everywhere = { $count ->
    [0] Es war nirgends angemeldet.
    [one] Eine Anmeldung wurde beendet.
   *[other] { $count } Anmeldungen wurden beendet.
}
admin-said-last-owner = Der Laden braucht einen Inhaber, der sich anmelden kann; machen Sie zuerst jemand anderen dazu.
admin-said-stale = Jemand hat das inzwischen geändert. Sehen Sie noch einmal nach und versuchen Sie es dann noch einmal.
admin-said-password-changed = Ihr Passwort wurde geändert. Überall sonst wurden Sie abgemeldet.
admin-said-session-ended = Dieser Browser ist abgemeldet.
