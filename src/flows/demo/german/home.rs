//! Bad; Licht; Wohnen.
use super::*;

pub const BATH: [Kind; 5] = [
    kind! { "Olivenöl, Pflanzendüfte";
        "Sechs Wochen Reife machen sie hart, so hält sie lange.", "Kein Palmöl und keine Farbe, die nicht Erde oder Blatt ist.";
        "Olivenseife, zwei Stück", "2 × 110 g, kalt gerührt", "Zwei schlichte Stücke, die tun, was Seife soll. Schaum wie Sahne, Duft nach fast nichts und ein wenig Heu.";
        "Gärtnerseife", "2 × 110 g, mit Bims", "Gemahlener Bims nimmt Erde, Farbe und das meiste Bedauern mit. Die Haut, die bleibt, behandelt sie gut.";
        "Teerseife", "2 × 110 g, Birkenteer", "Riecht nach Booten und Lagerfeuer. Entweder kauft man sie nie, oder nie wieder eine andere.";
        "Rasierseife", "2 × 110 g, mit mehr Glycerin", "Ein langsamer, dichter Schaum, der wartet, bis das Wasser kocht.";
    },
    kind! { "Leinen und Baumwolle";
        "An einer Tür trocknet es in einer Stunde.", "Drei Wäschen lang steif, danach zwanzig Jahre lang Ihres.";
        "Badetuch aus Leinen", "Waffelleinen, 70 × 140 cm", "Die Waffel hält Wasser eimerweise und lässt es beim ersten Luftzug los.";
        "Gestreiftes Handtuch", "Leinen und Baumwolle, 50 × 90 cm", "Drei Streifen an einem Ende, damit klar ist, welches Ende wem gehört.";
        "Schwimmertuch", "Leichtes Leinen, 90 × 160 cm", "Gerollt so groß wie ein Brot. Der Sand fällt ab, weil er nichts zum Festhalten findet.";
        "Rollhandtuch", "Schweres Leinen, endlos", "Eine Schlaufe ohne Ende, für die Rückseite der Küchentür. Sie beendet jeden Streit um trockene Ecken.";
    },
    kind! { "Glasiertes Steinzeug, Stahlpumpe";
        "Die Pumpe lässt sich mit zwei Fingern zerlegen und reinigen.", "Nachgefüllt wird, was man mag; das Etikett ist nur ein Vorschlag.";
        "Seifenspender", "Steinzeug, 400 ml", "Einmal drücken reicht für ein Paar Hände. Der Boden ist breit, der Ellbogen wegen.";
        "Cremespender", "Steinzeug, 250 ml", "Eine feinere Düse für Dickeres. Sie spuckt nicht, das haben wir einen Monat lang geprüft.";
        "Küchenspender", "Steinzeug, 600 ml", "Fasst Spülmittel für einen Monat und verbirgt die Flasche, aus der es kam.";
        "Doppelspender", "Steinzeug, zwei auf einem Tablett", "Einer für Seife, einer für Creme, auf einem Tablett, das auffängt, was beide fallen lassen.";
    },
    kind! { "Gedrechseltes Holz, versilbertes Glas";
        "Er hängt an einem Nagel und verzeiht auch einen schiefen.", "Das Glas ist versilbert, nicht beklebt, und ehrlich.";
        "Runder Spiegel", "Gedrechselter Rahmen, 38 cm", "Zeigt ein Gesicht und etwas vom Zimmer dahinter, und das ist ungefähr richtig.";
        "Rasierspiegel", "Gedrechselter Rahmen, 26 cm", "Klein, hell und ein wenig vergrößernd. Am besten dort, wo der Morgen ankommt.";
        "Dielenspiegel", "Gedrechselter Rahmen, 52 cm", "Für den letzten Blick auf den Kragen. Der Lederriemen trägt auch einen im Vorbeigehen geworfenen Mantel.";
        "Bullaugenspiegel", "Tiefer Rahmen, 32 cm", "Der Rand ist so tief, dass ein Kamm darauf liegt. Aus manchen Winkeln ist man auf See.";
    },
    kind! { "Sojawachs in Steinzeug";
        "Brennt etwa fünfundvierzig Stunden.", "Danach wohnen Zahnbürsten darin.";
        "Feigenblattkerze", "Sojawachs, 45 Stunden", "Das Grüne der Feige: Blatt, Stiel und Schatten. Überhaupt nicht süß.";
        "Regenkerze", "Sojawachs, 45 Stunden", "Nasser Stein und eine offene Tür. Man erkennt es, ohne dass jemand es sagt.";
        "Bienenwachs im Topf", "Reines Bienenwachs, 50 Stunden", "Ohne zugesetzten Duft, denn das erledigen die Bienen selbst.";
        "Zedernkerze", "Sojawachs, 45 Stunden", "Federmäppchen und Kleiderschrank. Die Motten gehen, die Gäste bleiben.";
    },
];

pub const LIGHT: [Kind; 5] = [
    kind! { "Gedrückter Stahl, Stiel aus Messing";
        "Nimmt eine gewöhnliche Glühlampe und bringt ihr Benehmen bei.", "Der Schalter sitzt in der Schnur, wo eine Hand ihn erwartet.";
        "Hafenlampe", "Stahl und Messing", "Ein weiter Schirm, der einen Teich aus Licht wirft und die Augen davon fernhält.";
        "Leselampe", "Stahl und Messing, schwenkbar", "Der Schirm neigt sich eine Handbreit und bleibt so. Späte Kapitel sind ihre Stärke.";
        "Anrichtenlampe", "Stahl und Messing, niedrig", "Niedriger als die Blumen und wärmer als die Decke. Mit ihr sieht jedes Zimmer aus, als wäre das Essen gleich fertig.";
        "Nachtlampe", "Stahl und Messing, dimmbar", "Lässt sich so weit herunterdrehen, dass kein Huhn davon aufwacht.";
    },
    kind! { "Gedrückter Stahl, Textilkabel";
        "Zwei Meter Kabel und ein Haken für das, was übrig ist.", "Innen warmweiß gestrichen, so ist es auch das Licht.";
        "Tischpendel", "Gedrückter Stahl, 40 cm", "Sechzig Zentimeter über dem Tisch, und niemand sieht müde aus.";
        "Werkstattpendel", "Gedrückter Stahl, tiefer Schirm", "Tief genug, um die Lampe vor Stehenden zu verbergen und eine heruntergefallene Schraube zu finden.";
        "Flurpendel", "Gedrückter Stahl, 24 cm", "Klein und rundschultrig, für Flure, in denen große Menschen wohnen.";
        "Backstubenpendel", "Gedrückter Stahl, 55 cm", "Weit und niedrig, wie die über den Backtrögen um vier Uhr morgens.";
    },
    kind! { "Metallguss, gezogene Kerze";
        "Der Ring ist für den Finger, die Schale für das Wachs.", "Für gewöhnliche Kerzen mit 22 mm; eine liegt dabei.";
        "Handleuchter", "Metallguss, mit Kerze", "Gemacht für den Weg ins Bett. Für den Weg zum Sicherungskasten taugt er ebenso.";
        "Tafelleuchter", "Metallguss, hoch", "So hoch, dass man darunter hindurchsieht, sobald die Kerze eine Stunde gebrannt hat.";
        "Fensterbankleuchter", "Metallguss, breiter Fuß", "Zu breit, um von einem Vorhang umgeworfen zu werden oder von einer Katze mit gewöhnlichem Ehrgeiz.";
        "Reiseleuchter", "Metallguss, zerlegbar", "Zerlegt ist er eine Schale, so groß wie eine Uhr. Für Hütten, die Strom versprechen.";
    },
    kind! { "Stahl und Glas";
        "Eine Scheibe lässt sich hochschieben, damit sich niemand den Ärmel verbrennt.", "Der Regen läuft vom Dach, und an den Wind ist gedacht.";
        "Gartenlaterne", "Stahl und Glas, 28 cm", "Steht auf der Stufe und hält eine Kerze bei allem am Leben, was noch nicht Wetter heißt.";
        "Stalllaterne", "Stahl und Glas, mit Ring", "Zum Hängen und Tragen. Der Ring bleibt aufrecht, und die Knöchel bleiben kühl.";
        "Tischlaterne", "Stahl und Glas, 20 cm", "Niedrig, für Abendessen im Freien, bei denen man einander sehen möchte.";
        "Verandalaterne", "Stahl und Glas, Wandhaken", "Mit einem Haken für die Wand. Sie sagt dem Besuch, dass jemand da ist und sich freut.";
    },
    kind! { "Espe, Pappe";
        "Ausnahmsweise hält die Reibfläche länger als die Hölzer.", "Zweifarbig gedruckt, auf einer Presse mit Schwungrad.";
        "Lange Streichhölzer", "Espe, 60 in der Schachtel", "Lang genug für die dritte Kerze und die hintere Flamme.";
        "Kaminhölzer", "Espe, 28 cm, 40 in der Schachtel", "Für Öfen und für Menschen, die gern Abstand halten.";
        "Sturmhölzer", "Gewachst, 30 in der Schachtel", "Sie brennen im Nieselregen und gehen aus, wenn man sie bittet.";
        "Taschenhölzer", "Espe, 40 in der Schachtel", "Eine kleine Schachtel mit leiser Lade. Auf dem Etikett scheint die Sonne, falls sie fehlt.";
    },
];

pub const HOME: [Kind; 5] = [
    kind! { "Steinzeug";
        "Im engen Hals sehen drei Stiele wie Absicht aus.", "Innen glasiert, so hält sie Wasser und trägt nichts nach.";
        "Zweigvase", "Steinzeug, enger Hals", "Für alles, was die Hecke hergibt. So schwer, dass ein ganzer Apfelzweig sie nicht kippt.";
        "Knospenvase", "Steinzeug, 10 cm", "Eine Blüte oder eine Feder. Sie ist das Kleinste, was wir verkaufen, und oft das, was auffällt.";
        "Wiesenvase", "Steinzeug, weite Öffnung", "Oben offen, für ganze Arme voll. Wiesenkerbel stäubt gern in ihr.";
        "Regalvase", "Steinzeug, flacher Rücken", "Eine Seite ist flach, so steht sie dicht an der Wand und dem Staubwedel nicht im Weg.";
    },
    kind! { "Massivholz";
        "Drei Beine, so wackelt er auf keinem alten Boden.", "Die Zapfen sind verkeilt; Leim war eingeladen, aber nicht nötig.";
        "Melkschemel", "Massivholz, drei Beine", "Der Sitz ist von Hand gemuldet, und seine Haltung lässt vermuten, dass er Kühe gesehen hat.";
        "Badhocker", "Massivholz, mit Latten", "Durch den Sitz läuft Wasser, und ein Buch bleibt darauf liegen.";
        "Tritthocker", "Massivholz, 28 cm", "So hoch, wie das oberste Regal zu hoch ist. Kinder glauben, er gehöre ihnen.";
        "Bankhocker", "Massivholz, 64 cm", "Daran arbeiten, darauf sitzen oder die Wäsche darauf liegen lassen wie alle.";
    },
    kind! { "Weide, gespalten und ganz";
        "Er knarrt ein wenig, daran merkt man, dass er arbeitet.", "Eine gebrochene Rute lässt sich ersetzen; schicken Sie ihn im Frühling.";
        "Marktkorb", "Weide, Bügelgriff", "Fasst einen Kohlkopf, ein Brot, eine Zeitung und die Blumen, die man nicht kaufen wollte.";
        "Holzkorb", "Weide, doppelter Boden", "Feuerholz für einen Abend oder sämtliche Hausschuhe.";
        "Eierkorb", "Weide, 28 cm", "Unten rund, damit die Eier ihre Meinungsverschiedenheiten sanft beilegen.";
        "Wäschekorb", "Weide, zwei Griffe", "Weit genug für Laken. Die Griffe sind umwickelt, wo sie auf die Hüfte treffen.";
    },
    kind! { "Stahlgehäuse, Quarzwerk";
        "Der Sekundenzeiger gleitet und macht kein Geräusch.", "Eine Batterie im Jahr, gewechselt, wenn ohnehin die Uhr umgestellt wird.";
        "Bahnhofsuhr", "Stahl, 32 cm", "Ziffern wurden erwogen und für unnötig befunden. Man liest sie vom anderen Ende der Küche.";
        "Küchenuhr", "Stahl, 26 cm, mit Wecker", "Ein kleines Zifferblatt zählt von sechzig rückwärts und sagt es dann.";
        "Klassenzimmeruhr", "Stahl, 40 cm", "Groß, gerecht und unwiderlegbar. Um zehn vor vier scheint sie am langsamsten zu gehen.";
        "Arbeitszimmeruhr", "Stahl, 22 cm", "Klein und leise. Der Stundenzeiger ist der dickere, für alle, die den Rest nicht brauchen.";
    },
    kind! { "Geöltes Holz, gedrechselte Haken";
        "Die Haken neigen sich um fünf Grad nach oben, das schätzen Mäntel.", "Schrauben und Dübel liegen bei, und ein Bleistift auch.";
        "Hakenleiste", "Geöltes Holz, vier Haken", "Vier Haken für vier Dinge. Ein fünftes kommt immer und hängt dann an jemandes Schal.";
        "Hakenleiste für Kinder", "Geöltes Holz, niedrige Haken", "Dicke, kurze Haken, an denen kein Ärmel hängen bleibt. Mit Namen aus Papier zum Darüberheften.";
        "Schlüsselleiste", "Geöltes Holz, Haken aus Messing", "Kleine Haken für die Schlüssel und ein großer für die Leine des Hundes.";
        "Regalleiste", "Geöltes Holz, mit Bord", "Oben ein Bord für Handschuhe und Briefe. Tief genug, um zu nützen, zu schmal, um ein Haufen zu werden.";
    },
];
