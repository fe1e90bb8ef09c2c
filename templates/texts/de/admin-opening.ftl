# Before and at the opening; settings of the shop, payments and mail.
todo-title = Vor der Eröffnung
todo-left = { $count ->
    [one] Noch eines zu tun
   *[other] Noch { $count } zu tun
}
todo-ready = Alles ist da: Sie können den Laden öffnen.
todo-done = erledigt
todo-do = Erledigen
todo-look = Ansehen
todo-products = Etwas zum Verkauf stellen
todo-products-hint = Ein Produkt mit Preis und Bestand, veröffentlicht.
todo-delivery = Irgendwohin liefern
todo-delivery-hint = Eine Versandart ins eigene Land, mit ihrem Preis.
todo-taxes = Steuersätze festlegen
todo-taxes-hint = Ein normaler Satz fürs eigene Land; ohne ihn lässt sich nichts verkaufen.
todo-payment = Geld annehmen
todo-payment-hint = Ihr Bankkonto für Überweisungen.
todo-mail = E-Mails senden
todo-mail-hint = E-Mails sind Dateien im Datenordner, bis ein SMTP-Server angegeben ist.
todo-legal = Rechtliche Texte schreiben
todo-legal-hint = In Impressum, Datenschutz, AGB und Widerruf sind noch Stellen auszufüllen.
todo-open = Den Laden öffnen
todo-open-hint = Bis dahin sehen alle außer dem Team, dass Sie bald öffnen.

opening-title = Öffnung
opening-open = Offen
opening-closed = Noch nicht offen
opening-open-hint = Alle können kaufen.
opening-since = Offen seit { $value }.
opening-closed-hint = Alle außer dem Team sehen, dass Sie bald öffnen. Angemeldet sehen Sie den Laden, wie er sein wird, und können eine Bestellung ausprobieren.
opening-unfinished = Noch nicht erledigt. Öffnen können Sie trotzdem:
opening-do = Den Laden öffnen
opening-close = Den Laden schließen
opening-close-hint = Besucher sehen, dass Sie bald öffnen, Warenkörbe bleiben erhalten, und niemand kann bestellen. Bestellungen, die da sind, gehen weiter.
opening-close-do = Schließen
opening-tries = { $count ->
    [one] Es gibt schon eine Bestellung, aufgegeben zur Probe:
   *[other] Es gibt schon { $count } Bestellungen, aufgegeben zur Probe:
}
opening-tries-cancel = Stornieren
opening-tries-keep = Behalten, wie sie sind
opening-tries-hint = Storniert kommt ihre Ware zurück in den Bestand, vorgemerktes Geld wird freigegeben, eingezogenes zurückgegeben. In den Büchern bleiben sie als storniert. Was schon verschickt ist, bleibt verschickt.
opening-reason = Eine Probe vor der Eröffnung
opening-said-opened = Der Laden ist offen.
opening-said-cleared = { $count ->
    [one] Der Laden ist offen. Eine Probe wurde storniert.
   *[other] Der Laden ist offen. { $count } Proben wurden storniert.
}
opening-said-closed = Der Laden ist geschlossen: Nur das Team sieht ihn.

settings-said-saved = Gespeichert. Die Seiten zeigen es sofort.
settings-said-test = Die Probe wurde abgegeben. Sehen Sie nach, ob sie ankommt.
settings-wrong-amount = Schreiben Sie einen Betrag wie 3,90.
settings-wrong-days = Schreiben Sie Tage von 0 (nie) bis 365.

settings-shop-about = Über den Laden
settings-shop-about-hint = Das sehen Kunden: über jeder Seite, in E-Mails, im Impressum.
settings-motto = Ein Satz (freiwillig)
settings-motto-hint = Worum es im Laden geht
settings-languages = Weitere Sprachen
settings-languages-hint = Worin der Laden neben der Hauptsprache zu lesen ist. Das Backoffice spricht alle.
settings-phone = Telefon (freiwillig)
settings-phone-hint = Wo Käufer anrufen können

settings-transfer = Überweisung
settings-transfer-hint = Käufer überweisen das Geld im Voraus; Sie vermerken an der Bestellung, dass es da ist.
settings-offered = Überweisung anbieten
settings-account = Bankkonto
settings-account-hint = Inhaber, Bank und IBAN: je eine Zeile
settings-reference = Verwendungszweck
settings-reference-hint = {"{"}number{"}"} steht für die Nummer der Bestellung
settings-remind = Erinnern nach Tagen
settings-remind-hint = Einmal, per E-Mail; 0 für nie
settings-cancel = Stornieren nach Tagen
settings-cancel-hint = Wenn kein Geld kam; 0 für nie
settings-cash = Nachnahme
settings-cash-hint = Wer liefert, nimmt das Geld entgegen.
settings-offered-cash = Nachnahme anbieten
settings-fee = Gebühr (freiwillig)
settings-fee-hint = Kommt zur Bestellung hinzu, in der Währung des Ladens
settings-wrong-no-account = Tragen Sie das Konto ein, auf das gezahlt wird, oder nehmen Sie das Häkchen bei Überweisung weg.
settings-providers = Weitere Anbieter
settings-providers-hint = Stripe und PayPal werden hier eingerichtet; was sonst hier steht, brachte das Programm mit.

settings-mail-way = Wie E-Mails den Laden verlassen
settings-mail-folder = In einen Ordner
settings-mail-folder-hint = Es ist kein SMTP-Server angegeben: Jede E-Mail ist eine Datei im Ordner „mail“ neben den Daten, und niemand bekommt sie.
settings-mail-smtp-hint = E-Mails werden einem SMTP-Server übergeben.
settings-mail-from = Absender
settings-mail-reply = Adresse des Ladens
settings-mail-where = Der Server wird eingestellt, wo der Laden gestartet wird, denn dort liegen Geheimnisse:
settings-mail-file = oder in sundry.toml. Daneben nennt mail.from einen anderen Absender, falls der Server nur für den senden darf.
settings-mail-test = E-Mail zur Probe
settings-mail-test-to = An
settings-mail-test-hint = Sie wird sofort gesendet
settings-mail-test-do = Zur Probe senden
settings-mail-test-subject = E-Mail zur Probe von { $value }
settings-mail-test-text = Dies ist eine Probe: E-Mails von { $value } kommen an.
settings-mail-test-failed = Sie konnte nicht gesendet werden: { $value }

# Was erfährt, wer Läden vergleicht.
promises = Rückgabe und Bearbeitung
promises-hint = Das erfahren Suchmaschinen und Händlerportale.
promises-return = Tage für die Rückgabe
promises-return-hint = 0, wenn nichts zurückgenommen wird. Ihre Bedingungen müssen dasselbe sagen.
promises-handling-least = Tage bis zur Übergabe, mindestens
promises-handling-most = Höchstens
promises-handling-hint = Sie gehören zu den Tagen, die Ihre Lieferarten nennen.
feeds = Feeds für Händlerportale
feeds-hint = Alles, was Sie mit Preis und Bild verkaufen, in der Form, die das Google Merchant Center liest: einer für jedes Land und jede Sprache.
