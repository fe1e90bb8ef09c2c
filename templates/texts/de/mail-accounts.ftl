# What the shop writes about accounts, and about things that were sold out.

mail-kind-verify = Konto: Adresse bestätigen
mail-kind-known = Konto: gibt es schon
mail-kind-welcome = Konto: willkommen
mail-kind-reset = Konto: neues Passwort
mail-kind-password-changed = Konto: Passwort geändert
mail-kind-change-email = Konto: andere Adresse bestätigen
mail-kind-email-changed = Konto: Adresse geändert
mail-kind-notice-confirm = Wieder da: bestätigen
mail-kind-back = Wieder da

mail-verify-subject = Bestätigen Sie Ihre Adresse für { $value }
mail-verify-title = Noch ein Schritt
mail-verify-text = Jemand, hoffentlich Sie, möchte mit dieser Adresse ein Konto bei { $value }. Öffnen Sie die Seite unten und geben Sie das Passwort ein, das Sie gewählt haben.
mail-verify-note = Der Link gilt einmal und zwei Tage lang. Waren Sie es nicht, so tun Sie nichts: Ohne Ihre Bestätigung entsteht kein Konto.
mail-verify-button = Adresse bestätigen

mail-known-subject = Sie haben ein Konto bei { $value }
mail-known-title = Sie haben schon ein Konto
mail-known-text = Jemand wollte mit dieser Adresse ein Konto bei { $value }, und sie hat schon eins. Waren Sie es, so melden Sie sich mit Ihrem Passwort an, oder wählen Sie auf derselben Seite ein neues.
mail-known-note = Waren Sie es nicht, so ist nichts zu tun: Ohne Ihr Passwort kommt niemand hinein, und niemand hat erfahren, dass Sie ein Konto haben.
mail-known-button = Anmelden

mail-welcome-subject = Willkommen bei { $value }
mail-welcome-title = Ihr Konto ist bereit
mail-welcome-text = Ihre Adresse ist bestätigt. Ab jetzt stehen Ihre Bestellungen in Ihrem Konto, auch die, die Sie vorher mit dieser Adresse aufgegeben haben.
mail-welcome-note = Auf der Seite des Kontos können Sie jederzeit Ihre Daten mitnehmen oder das Konto löschen.
mail-welcome-button = Konto ansehen

mail-reset-subject = Ein neues Passwort für { $value }
mail-reset-title = Neues Passwort wählen
mail-reset-text = Jemand, hoffentlich Sie, kommt nicht in das Konto bei { $value }. Auf der Seite unten wählen Sie ein neues Passwort.
mail-reset-note = Der Link gilt einmal und eine Stunde lang. Waren Sie es nicht, so tun Sie nichts: Ihr Passwort bleibt, wie es ist.
mail-reset-button = Passwort wählen

mail-password-changed-subject = Ihr Passwort für { $value } wurde geändert
mail-password-changed-title = Ihr Passwort wurde geändert
mail-password-changed-text = Das Konto bei { $value } mit dieser Adresse hat ein neues Passwort. Alle, die anderswo angemeldet waren, wurden abgemeldet.
mail-password-changed-note = Waren Sie es nicht, so wählen Sie jetzt ein neues Passwort und schreiben Sie uns.
mail-password-changed-button = Neues Passwort wählen

mail-change-email-subject = Bestätigen Sie Ihre neue Adresse für { $value }
mail-change-email-title = Ist das Ihre Adresse?
mail-change-email-text = Ihr Konto bei { $value } soll ab jetzt diese Adresse verwenden. Bestätigen Sie sie auf der Seite unten; bis dahin gilt die alte.
mail-change-email-note = Der Link gilt einmal und einen Tag lang. Waren Sie es nicht, so tun Sie nichts.
mail-change-email-button = Diese Adresse verwenden

mail-email-changed-subject = Ihr Konto bei { $value } hat eine andere Adresse
mail-email-changed-title = Ihre Adresse wurde geändert
mail-email-changed-text = Das Konto bei { $value }, das diese Adresse verwendet hat, hat jetzt eine andere. Was wir dazu schreiben, geht dorthin.
mail-email-changed-note = Waren Sie es nicht, so antworten Sie bitte sofort auf diese E-Mail.
mail-email-changed-button = Zum Laden

mail-notice-confirm-subject = Sollen wir Bescheid geben, wenn es wieder da ist? { $value }
mail-notice-confirm-title = Sollen wir Bescheid geben?
mail-notice-confirm-text = Jemand, hoffentlich Sie, möchte wissen, wann das wieder da ist: { $value }. Bestätigen Sie es auf der Seite unten, und wir schreiben einmal, sobald es wieder da ist.
mail-notice-confirm-note = Waren Sie es nicht, so tun Sie nichts, und es kommt nichts weiter.
mail-notice-confirm-button = Ja, Bescheid geben

mail-back-subject = Wieder im Laden: { $value }
mail-back-title = Es ist wieder da
mail-back-text = Sie wollten es wissen: { $value } ist wieder da. Vielleicht sind es nicht viele, und wir legen keine zurück.
mail-back-note = Das ist die eine E-Mail, um die Sie gebeten haben. Dazu kommt keine weitere.
mail-back-button = Ansehen
