//! Garten.
use super::*;

pub const GARDEN: [Kind; 5] = [
    kind! { "Verzinkter Stahl, Brause aus Messing";
        "Die Brause zeigt für Keimlinge nach oben und für alle anderen nach unten.", "Sie liegt voll, halb voll und fast leer gut in der Hand.";
        "Gießkanne", "Stahl und Messing, 4 Liter", "Reicht bis nach hinten ins Beet, ohne dass man vorn hineintritt.";
        "Zimmerkanne", "Stahl und Messing, 1 Liter", "Eine dünne Tülle, welche die Erde zwischen den Blättern findet. Die Bücher darunter bleiben trocken.";
        "Gewächshauskanne", "Stahl und Messing, extra lang", "Die Tülle ist länger, als vernünftig scheint, bis man drei Reihen Töpfe hat.";
        "Regenkanne", "Stahl und Messing, 8 Liter", "Acht Liter, für Menschen mit Regentonne und Schultern.";
    },
    kind! { "Geschmiedeter Stahl, Hartholz";
        "Bis zur Zwinge aus einem Stück geschmiedet, so verbiegt sich der Hals nicht.", "Striche auf dem Blatt sagen, wie tief eine Tulpe es mag.";
        "Handschaufel", "Geschmiedeter Stahl und Esche", "Leicht gewölbt, damit die Erde bleibt, bis man sie bittet zu gehen.";
        "Zwiebelpflanzer", "Geschmiedeter Stahl, schmal", "Schmal und gerade, für ein Loch nach dem anderen im Oktober.";
        "Pikierschaufel", "Geschmiedeter Stahl, lang", "Hebt einen Keimling mitsamt seiner ganzen Welt heraus.";
        "Steinschaufel", "Geschmiedeter Stahl, spitz", "Eine Spitze, die ihren Weg zwischen Steinen ertastet. Gut in Mauern und magerem Boden.";
    },
    kind! { "Papiertütchen";
        "Samenfest, so ziehen Sie im nächsten Jahr Ihre eigenen.", "Im Januar auf Keimung geprüft; die Zahl steht auf der Rückseite.";
        "Ringelblumensamen", "Etwa 120 Samen, einjährig", "Im April säen, wo sonst etwas schmollt. Blüht, bis der Frost etwas anderes sagt.";
        "Kornblumensamen", "Etwa 150 Samen, einjährig", "Blau, und zwar so, wie es kein Foto je trifft.";
        "Mohnsamen", "Etwa 400 Samen, einjährig", "Streuen, nicht vergraben und dann vergessen. Er ist gern eine Überraschung.";
        "Margeritensamen", "Etwa 300 Samen, mehrjährig", "Im ersten Jahr langsam, im dritten überall. Wir haben es gesagt.";
    },
    kind! { "Gebrannter Ton";
        "Ein Loch unten und ein Untersetzer darunter, wie Wurzeln es mögen.", "Der Ton atmet und bekommt im Freien einen schönen Belag.";
        "Topf mit Rand", "Gebrannter Ton, mit Untersetzer", "Der dicke Rand ist zum Heben da und sieht aus, als wäre er es immer gewesen.";
        "Langer Topf", "Gebrannter Ton, 22 cm hoch", "Tief, für Wicken, Möhren und anderes, das unter der Erde Pläne hat.";
        "Kräutertopf", "Gebrannter Ton, 14 cm", "Genau ein Basilikum aus dem Supermarkt, mit einer zweiten Chance.";
        "Orangerietopf", "Gebrannter Ton, 36 cm", "Groß genug für einen Zitronenbaum und die Gespräche, die er auslöst.";
    },
    kind! { "Massivholz, geölt";
        "Die Front schwenkt zum Reinigen um einen Messingstift.", "An einem Meter Schnur aufhängen, nur nicht nach Süden.";
        "Nistkasten", "Massivholz, Loch 32 mm", "Das Loch passt Meisen und Feldsperlingen. Die Katzen haben Beschwerde eingelegt.";
        "Zaunkönighaus", "Massivholz, Loch 26 mm", "Klein und gemütlich. Der Bewohner singt, als wäre es keines von beidem.";
        "Futterhaus", "Massivholz, offene Seiten", "Ein Dach über dem Frühstück. Oben kommt Futter hinein, an den Seiten kommen Neuigkeiten heraus.";
        "Bienenhaus", "Massivholz, gebohrt", "Achtzig Röhren für Einsiedlerbienen, die bessere Gesellschaft sind, als der Name vermuten lässt.";
    },
];
