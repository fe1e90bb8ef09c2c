# The wish list, what is saved for later, and being told when something is back.
account-wishes = Merkzettel
account-wishes-none = Noch steht nichts darauf. Auf der Seite eines Artikels legen Sie etwas darauf ab, und im Warenkorb auch.
account-wishes-full = Ihr Merkzettel ist voll: 200 Dinge haben Platz. Entfernen Sie zuerst etwas.
account-wishes-no-room = Das hatte keinen Platz in Ihrem Warenkorb. Bestellen Sie erst, was darin liegt, oder nehmen Sie etwas heraus.
account-said-wished = Es steht auf Ihrem Merkzettel.
account-said-unwished = Es steht nicht mehr auf Ihrem Merkzettel.
account-said-wish = Melden Sie sich an, um einen Merkzettel zu führen, und legen Sie es dann darauf ab.
wish-add = Auf den Merkzettel
cart-later = Für später merken
cart-said-later = Es steht jetzt auf Ihrem Merkzettel und liegt nicht mehr im Warenkorb.
cart-said-joined = Was in diesem Warenkorb und in dem Ihres Kontos lag, liegt jetzt hier zusammen.
cart-said-joined-part = Was in diesem Warenkorb und in dem Ihres Kontos lag, liegt jetzt hier zusammen. Einiges hatte keinen Platz.

notice-ask-title = Sollen wir Bescheid geben, wenn es wieder da ist?
notice-ask-text = Wir schreiben einmal, sobald wieder etwas da ist. Sonst nichts.
notice-ask-button = Bescheid geben
notice-ask-hint = Eine E-Mail, wenn es wieder da ist, und danach keine.
notice-back = Zurück zum Artikel
notice-sent-title = Sehen Sie in Ihre E-Mails
notice-sent-text = Wir haben eine E-Mail an { $value } geschickt. Öffnen Sie den Link darin, und wir schreiben noch einmal, sobald es wieder da ist.
notice-waiting-title = Wir geben Ihnen Bescheid
notice-waiting-text = Sobald wieder etwas da ist, geht eine E-Mail an { $value }.
notice-confirm-title = Sollen wir Bescheid geben?
notice-confirm-text = Wir schreiben einmal an die Adresse, an die unsere E-Mail kam, sobald es wieder da ist.
notice-confirm-button = Ja, Bescheid geben
notice-gone-title = Dieser Link gilt nicht mehr
notice-gone-text = Er ist zu alt, oder Sie haben schon Bescheid bekommen. Fragen Sie auf der Seite des Artikels noch einmal.
