//! Tisch; Tee und Kaffee.
use super::*;

pub const TABLE: [Kind; 5] = [
    kind! { "Steinzeug";
        "Der Fuß bleibt unglasiert, damit er auf dem Tablett nicht rutscht.", "Keine zwei haben dieselben Sommersprossen.";
        "Gesprenkelter Becher", "Steinzeug, 320 ml", "Das Eisen im Ton tritt beim Brennen durch die Glasur. In den Henkel passen drei Finger, vier, wenn sie sich mögen.";
        "Fährbecher", "Steinzeug, breiter Boden", "Niedrig und breit wie die Becher auf einer Überfahrt, bei der alles rutscht. Er bleibt, wo man ihn hinstellt.";
        "Becher für die zweite Tasse", "Steinzeug, 280 ml", "Etwas kleiner als der erste, für alle, die nach zwei Tassen aufhören. Der Rand ist dünn und neigt sich nach außen.";
        "Kellerbecher", "Salzglasiertes Steinzeug", "Wenn der Ofen am heißesten ist, fliegt Salz hinein und hinterlässt eine Haut wie Orangenschale. Der Tee bleibt so lange warm, wie man seine Brille sucht.";
    },
    kind! { "Steinzeug";
        "Weit genug für Obst, Salat oder die Post.", "Das schmale Band wird gemalt, solange sich die Schale noch dreht.";
        "Obstgartenschale", "Steinzeug, 26 cm", "In der Mitte tief und am Rand flach, damit die Birnen nicht zu den Äpfeln rollen.";
        "Sonntagsschale", "Steinzeug, mit Fuß", "Der hohe Fuß hebt sie über alle anderen. Sie trug schon Trifle, Schlüssel und einmal ein schlafendes Kätzchen.";
        "Breischale", "Steinzeug, 16 cm", "Steile Wände halten die Milch drinnen und die Wärme, wo sie hingehört. An kalten Morgen passt sie genau in die Hand.";
        "Schale für lange Tafeln", "Steinzeug, 32 cm", "Zum Weiterreichen gemacht. Zwei flache Griffe sind dort unter den Rand gedrückt, wo die Hände sie suchen.";
    },
    kind! { "Steinzeug";
        "Sie lassen sich stapeln, ohne zu wackeln, und das ist schwerer, als es aussieht.", "Angeschlagene ersetzen wir zum Selbstkostenpreis, für immer.";
        "Alltagsteller", "Steinzeug, vier Stück", "In der Mitte eben, mit einem Rand, der Erbsen aufhält. Schlicht genug für zweimal am Tag.";
        "Abendbrotteller", "Steinzeug, vier Stück, 24 cm", "Eine Größe unter dem Essteller und doppelt so nützlich. Sie passen in die kleine Spülmaschine und ins obere Fach.";
        "Krümelteller", "Steinzeug, sechs Stück, 17 cm", "Für Toast, Kuchen und das letzte Stück Käse. Sechs davon wiegen weniger als zwei von den anderen.";
        "Festteller", "Steinzeug, zwei Stück, 31 cm", "Groß, ruhig und leicht gewölbt. Auf ihnen sieht ein kleines Omelett nach einer Entscheidung aus.";
    },
    kind! { "Kalknatronglas, Holzstöpsel";
        "Der Hals ist so gezogen, dass eine nasse Hand ihn hält.", "Kleine Bläschen gehören dazu; große verkaufen wir nicht.";
        "Brunnenkaraffe", "Mundgeblasenes Glas, 1 Liter", "Fasst einen Liter Wasser oder beschämend viele Narzissen. Der Stöpsel hält Wespen und Meinungen fern.";
        "Nachttischkaraffe", "Mundgeblasenes Glas, 500 ml", "Ein halber Liter, für eine Nacht und einen Menschen. Der Boden ist schwer genug für eine Hand, die noch schläft.";
        "Tischkaraffe", "Altglas, 800 ml", "Aus alten Fensterscheiben geblasen, daher das Grün eines flachen Teichs.";
        "Winzerkaraffe", "Mundgeblasenes Glas, 1,2 Liter", "Die Schulter breitet jungen Wein weit aus, so wird er erwachsen, bevor die Suppe gegessen ist.";
    },
    kind! { "Steinzeug";
        "Dünn an der Lippe und dick am Fuß.", "Sie wärmen die Hand, ohne sie zu verbrennen.";
        "Becher ohne Henkel", "Steinzeug, 220 ml", "Kein Henkel, der abbricht, und keiner, den man suchen muss. Gut für Wasser, Espresso mit zu viel Milch und Zahnbürsten.";
        "Kieselbecher", "Steinzeug, matt glasiert", "Die Glasur fühlt sich an wie ein Strandstein, der eine Stunde in der Tasche war.";
        "Saftbecher", "Steinzeug, 160 ml", "Die richtige Menge Orangensaft, nach längerer Beratung beschlossen von einem Ausschuss zu zweit.";
        "Hoher Becher", "Steinzeug, 350 ml", "Für alle, die lieber nur einmal einschenken. An der Seite bleibt ein Daumenabdruck stehen.";
    },
];

pub const TEA: [Kind; 5] = [
    kind! { "Steinzeug, Knauf aus Buche";
        "Sie gießt, ohne zu tropfen; vierzig, die tropften, haben wir probiert.", "Das Sieb gehört zur Wand und geht nie verloren.";
        "Hauskanne", "Steinzeug, 1,1 Liter", "Vier Tassen oder ein sehr langes Telefonat. Ein kleiner Zahn hält den Deckel, während man kippt.";
        "Leuchtturmkanne", "Steinzeug, hoch", "Schmal und aufrecht, für volle Tische. Die Tülle beginnt unten, wo der starke Tee ist.";
        "Kanne für eine Person", "Steinzeug, 450 ml", "Eine Tasse und der Rest der Tasse. Gewünscht von Menschen, die allein leben, und von anderen.";
        "Gemeindekanne", "Steinzeug, 2 Liter", "Zwei Griffe, denn voll wiegt sie so viel wie eine Katze. Für Sitzungen, bei denen alle bleiben.";
    },
    kind! { "Emaillierter Stahl";
        "Er steht auf Gas, Induktion und dem Holzofen.", "Die Flöte pfeift eine große Terz und lässt sich abnehmen.";
        "Herdkessel", "Emaillierter Stahl, 1,8 Liter", "Er kocht, bis man eine Tasse ausgesucht hat. Der Griff ist aus Holz und bleibt kühl genug, um ihm zu trauen.";
        "Lagerkessel", "Emaillierter Stahl, 1 Liter", "Klein, leicht und schwer zu kränken. Seine Dellen erzählen, wo man gewesen ist.";
        "Langsamer Kessel", "Emaillierter Stahl, Schwanenhals", "Eine dünne, geduldige Tülle, die das Wasser genau dorthin bringt, wohin man schaut. Für Filterkaffee und Keimlinge.";
        "Küchentischkessel", "Emaillierter Stahl, 2,5 Liter", "Für ein volles Haus. Schön genug, um draußen zu bleiben, und so schwer, dass man ihn auch dort lässt.";
    },
    kind! { "Porzellan, Glas und Buche";
        "Nimmt die gewöhnlichen Papierfilter aus jedem Laden.", "Der Kragen ist aus Buche und schützt die Finger vor der Hitze.";
        "Morgenfilter", "Porzellan auf Glas, 600 ml", "Rippen halten das Papier von der Wand, so läuft der Kaffee hinunter und nicht außen herum.";
        "Filter für eine Tasse", "Porzellan, passt auf jeden Becher", "Steht auf dem Becher, den es schon gibt. Drei Minuten, kein Geräusch, kein Lämpchen.";
        "Langer Filter", "Porzellan auf Glas, 1 Liter", "Ein Liter für vier am Tisch oder für einen Abgabetermin. Eine erhabene Linie innen zählt die Tassen.";
        "Kaltfilter", "Porzellan und Glas, langsam", "Ein Nadelventil lässt jede Sekunde einen Tropfen fallen, die ganze Nacht. Zum Frühstück ist Kaffee da, und nichts ist bitter.";
    },
    kind! { "Weißblech";
        "Der Deckel seufzt beim Schließen; das ist die Luft, die geht.", "Darunter liegt ein zweiter Deckel, denn Tee ist nervös.";
        "Teedose", "Weißblech, doppelter Deckel", "Hält ein halbes Pfund Blatttee dunkel und trocken. Das Etikett ist aufgedruckt und löst sich nie.";
        "Kaffeedose", "Weißblech, mit Löffel", "Fasst ein Pfund Bohnen. Der Löffel hängt im Deckel, wo ihm niemand vorwerfen kann, er verstecke sich.";
        "Zuckerdose", "Weißblech, Klappdeckel", "Geht mit einem Daumen auf, während die andere Hand rührt. Eckige Form, runde Kanten.";
        "Reisedose", "Weißblech, 50 g", "Tee genug für eine Woche bei Verwandten. Sie schließt fest genug für den Grund eines Rucksacks.";
    },
    kind! { "Steinzeug";
        "Auf der Untertasse ist Platz für einen Keks und für keinen zweiten.", "Der Henkel ist gezogen, nicht gegossen, und das sieht man.";
        "Tasse mit Untertasse", "Steinzeug, 200 ml", "Eine Form aus dem Gemeindesaal, etwas dünner gemacht. Jeder Nachmittag wirkt damit wie verabredet.";
        "Frühstückstasse", "Steinzeug, 350 ml", "So weit, dass ein Croissant ohne Verhandlung hineinpasst. Die Untertasse ist zugleich ein kleiner Teller.";
        "Espressotasse", "Steinzeug, 80 ml", "Dicke Wände für ein kurzes Getränk. Sie hält die Wärme länger, als der Kaffee reicht.";
        "Besuchstasse", "Steinzeug, 240 ml", "Erst für den Besuch aufgehoben und dann, vernünftigerweise, für alle. Um den Rand läuft eine dünne Linie aus Eisen.";
    },
];
