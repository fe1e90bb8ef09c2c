//! Makers, options and what is said of many goods, in German.

/// What each workshop's sentence says, in the order of the makers.
pub const MAKERS: [&str; 24] = [
    "Gedreht bei Harrow & Pell, drei Töpfern in einer früheren Kapelle.",
    "Von der Tide Street Pottery, wo der Ofen donnerstags brennt.",
    "Gemacht bei Ollerby Ware, seit 1911 aus derselben Tongrube.",
    "Geblasen bei Lindqvist Glass, vier Menschen und ein sehr warmer Raum.",
    "Gegossen in der Corran Foundry, wo zweite Wahl eingeschmolzen und nicht verkauft wird.",
    "Gedrechselt von Beck & Alder, aus Bäumen, die der Sturm gefällt hat.",
    "Gemacht an der Marlow Bench, einer Tischlerei zweier Schwestern.",
    "Gepresst in den Tollgate Tinworks, auf Maschinen, die älter sind als die Belegschaft.",
    "Abgefüllt von Fennimore Stores, in Mengen, die man noch abschmecken kann.",
    "Von der Quillet Farm, die zum größten Teil Obstgarten und zum Teil Gänse ist.",
    "Gemahlen und verpackt in der Sorrel Mill, mit Wasser, wenn es Wasser gibt.",
    "Gemacht in der Almond Row, einer Küche mit sechs Flammen und einem Kochbuch.",
    "Von Hand geschnitten bei Whitsand Soap und sechs Wochen gereift.",
    "Gewebt von Nordhem Linen, auf Webstühlen, von denen die ganze Straße bebt.",
    "Von Pennick Wool, wo man die meisten Schafe beim Namen kennt.",
    "Gezogen und beschnitten bei Ashdown Brushes, wo nichts geklammert wird.",
    "Gebunden von Ledger & Finch, die ihre Seiten noch nähen.",
    "Gedruckt in der Copperplate Press, eine Farbe nach der anderen.",
    "Verlegt von Small Hours, vier Titel im Jahr und keine Eile.",
    "Zusammengesetzt bei Harbour Light, wo jedes Ersatzteil aufgehoben wird.",
    "Gegossen von Wick & Tallow, in einem Hof, der nach Honig riecht.",
    "Geschmiedet in Thornley, von Menschen, die mittags gärtnern.",
    "Gezogen und geerntet von Greenlaw Seeds, auf anderthalb windigen Hektar.",
    "Geflochten von Osier & Daughter, aus Weide, im Januar geschnitten.",
];

/// Names of options and properties, and values that many goods share.
const WORDS: &[(&str, &str)] = &[
    ("Colour", "Farbe"),
    ("Size", "Größe"),
    ("Pack", "Packung"),
    ("Weight", "Gewicht"),
    ("Volume", "Inhalt"),
    ("Paper", "Papier"),
    ("Binding", "Einband"),
    ("Format", "Format"),
    ("Material", "Material"),
    ("Care", "Pflege"),
    // Values of options.
    ("Small", "Klein"),
    ("Medium", "Mittel"),
    ("Regular", "Normal"),
    ("Large", "Groß"),
    ("One", "Eins"),
    ("Two", "Zwei"),
    ("Four", "Vier"),
    ("Plain", "Blanko"),
    ("Lined", "Liniert"),
    ("Dotted", "Gepunktet"),
    ("Paperback", "Broschiert"),
    ("Cloth", "Leinen"),
    // Colours.
    ("Amber", "Bernstein"),
    ("Apricot", "Aprikose"),
    ("Ash", "Esche"),
    ("Beech", "Buche"),
    ("Berry", "Beere"),
    ("Brass", "Messing"),
    ("Brass lid", "Deckel Messing"),
    ("Cider", "Most"),
    ("Clay", "Ton"),
    ("Clear", "Klar"),
    ("Copper", "Kupfer"),
    ("Cream", "Creme"),
    ("Damson", "Zwetschge"),
    ("Elder", "Holunder"),
    ("Enamel green", "Emaillegrün"),
    ("Green", "Grün"),
    ("Greengage", "Reneklode"),
    ("Honey", "Honig"),
    ("Ink", "Tinte"),
    ("Iron", "Eisen"),
    ("Kraft", "Kraftpapier"),
    ("Mist", "Nebel"),
    ("Moss", "Moos"),
    ("Natural", "Natur"),
    ("Oak", "Eiche"),
    ("Oak lid", "Deckel Eiche"),
    ("Oat", "Hafer"),
    ("Ochre", "Ocker"),
    ("Olive", "Olive"),
    ("Pine", "Kiefer"),
    ("Pine green", "Kieferngrün"),
    ("Quince", "Quitte"),
    ("Rose", "Rose"),
    ("Rose clay", "Rosenton"),
    ("Sage", "Salbei"),
    ("Sea salt", "Meersalz"),
    ("Slate", "Schiefer"),
    ("Slate lid", "Deckel Schiefer"),
    ("Smoked oak", "Räuchereiche"),
    ("Steel", "Stahl"),
    ("Straw", "Stroh"),
    ("Terra", "Terra"),
    ("Walnut", "Nussbaum"),
    ("Walnut lid", "Deckel Nussbaum"),
    ("White", "Weiß"),
    ("Brick", "Ziegel"),
    ("Red", "Rot"),
    ("Terracotta", "Terrakotta"),
    ("Willow", "Weide"),
    ("Zinc", "Zink"),
    // How to look after them.
    ("Dishwasher and microwave", "Spülmaschine und Mikrowelle"),
    ("Wash by hand, dry at once", "Von Hand spülen, gleich abtrocknen"),
    ("Wipe clean, oil twice a year", "Abwischen, zweimal im Jahr ölen"),
    ("Wash at 30 °C, dry flat", "Bei 30 °C waschen, liegend trocknen"),
    ("Wash at 60 °C, line dry", "Bei 60 °C waschen, auf der Leine trocknen"),
    ("Wipe with a dry cloth", "Trocken abwischen"),
    ("Keep cool, dry and dark", "Kühl, trocken und dunkel lagern"),
    ("None worth mentioning", "Keine, die der Rede wert wäre"),
    ("Hang it up to dry", "Zum Trocknen aufhängen"),
    ("Keep them out of the rain, if you remember", "Nicht im Regen lassen, falls man daran denkt"),
    ("Knock it out, wash rarely", "Ausklopfen, selten waschen"),
    ("Air it; wash it once a winter", "Lüften; einmal im Winter waschen"),
    ("Wipe dry, one drop of oil", "Trocken wischen, ein Tropfen Öl"),
    ("Empty it before a frost", "Vor dem Frost leeren"),
    ("Bring it in below −5 °C", "Unter −5 °C hereinholen"),
    ("Clean it out each October", "Jeden Oktober ausräumen"),
    ("Let it dry between uses", "Zwischendurch trocknen lassen"),
    ("Trim the wick, burn for two hours at a time", "Docht kürzen, zwei Stunden am Stück brennen"),
    // Sizes with a word in them.
    ("7.5 cm, set of 24", "7,5 cm, 24 Stück"),
    ("Jar of 220 g", "Glas mit 220 g"),
    ("Bar of 70 g", "Tafel zu 70 g"),
    ("A5, 192 pages", "A5, 192 Seiten"),
    ("15 × 21 cm, 224 pages", "15 × 21 cm, 224 Seiten"),
    ("13 × 20 cm, five volumes", "13 × 20 cm, fünf Bände"),
    ("88 × 64 cm, folded", "88 × 64 cm, gefaltet"),
    ("Box of 9 × 11 cm", "Schachtel von 9 × 11 cm"),
];

/// What a name or a value is called in German; figures with a unit get their comma. None: nobody wrote it down.
pub fn word(english: &str) -> Option<String> {
    let written = WORDS.iter().find(|(word, _)| *word == english).map(|(_, german)| (*german).to_owned());
    written.or_else(|| is_measure(english).then(|| with_comma(english)))
}

/// Figures, signs and units, and no word of any language.
fn is_measure(text: &str) -> bool {
    const UNITS: [&str; 9] = ["cm", "mm", "m", "ml", "l", "g", "kg", "A", "Ø"];
    let words = text.split(|c: char| !c.is_alphabetic() && c != 'Ø').filter(|w| !w.is_empty());
    words.into_iter().all(|word| UNITS.contains(&word))
}

fn with_comma(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let between = out.ends_with(|c: char| c.is_ascii_digit()) && rest.peek().is_some_and(char::is_ascii_digit);
        out.push(if c == '.' && between { ',' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_germans_write_them() {
        assert_eq!(word("9 × 8.5 cm, 320 ml").unwrap(), "9 × 8,5 cm, 320 ml");
        assert_eq!(word("Ø 20 × 12 cm, 2.4 l").unwrap(), "Ø 20 × 12 cm, 2,4 l");
        assert_eq!(word("A4").unwrap(), "A4");
        assert_eq!(word("Colour").unwrap(), "Farbe");
        assert_eq!(word("Nobody's colour"), None);
    }
}
