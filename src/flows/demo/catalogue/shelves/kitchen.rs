//! Kitchen; pantry.
use super::*;

pub const KITCHEN: Shelf = Shelf {
    title: "Kitchen",
    slug: "kitchen",
    code: "KIT",
    intro: "Pans, boards and spoons that get better by being used.",
    kinds: &[
        kind! { Pot, "Enamelled steel, wooden handle", "Ø 20 × 12 cm, 2.4 l", 1650, BY_HAND, [4, 7], SIZE, colours, standard;
            "The lid sits a finger's width into the rim and does not rattle.", "Rivets, not glue: a loose handle can be tightened at home.";
            "Everyday saucepan", "Enamelled steel, 2.4 litres", 6900, "The one that is always on the drainer because it was just used. Milk, rice and soup know it well.";
            "Milk pan", "Enamelled steel, 1.2 litres", 4900, "Two lips, so left-handed people may also pour. Boils over no less than others, but wipes clean sooner.";
            "Jam pan", "Enamelled steel, wide", 8800, "Wide at the top, so that steam leaves quickly and fruit does not. One summer pays for it.";
            "Soup pot", "Enamelled steel, 5 litres", 9900, "Five litres is soup for today and a reason to telephone somebody for tomorrow.";
        },
        kind! { Board, "Solid hardwood, oiled", "42 × 26 × 2.2 cm", 1400, OIL, [5, 6], TWO_SIZES, colours, standard;
            "The hole is for a hook, the loop is for the door.", "Knife marks are expected, and can be planed away for free.";
            "Long board", "Oiled oak, 42 cm", 4600, "Cut along the grain from one plank, so it does not argue with itself in damp weather.";
            "Bread board", "Oiled oak, with groove", 5200, "A groove round the edge catches crumbs, which birds then collect from you.";
            "Fish board", "Oiled hardwood, slim", 4900, "Long and narrow, with one end left rough to hold a tail. Good for herbs on days without fish.";
            "Bar board", "Oiled hardwood, 28 cm", 2900, "For a lemon, a knob of ginger, a lone shallot. Small enough to stay on the worktop.";
        },
        kind! { Pan, "Forged iron, wooden handle", "Ø 26 cm", 1900, OIL, [4, 4], SIZE, colours, standard;
            "It arrives seasoned and grows slicker every year.", "Thick enough to heat evenly, thin enough to lift.";
            "Iron frying pan", "Forged iron, 26 cm", 7800, "Hammered from one sheet. Eggs will stick on the first day and never after the tenth.";
            "Pancake pan", "Forged iron, low rim", 6400, "The rim is only a suggestion, so a spatula gets under anything.";
            "Sauté pan", "Forged iron, high sides", 9200, "High, straight sides for food that jumps. The helper handle opposite is there for when the pan is full.";
            "Two-egg pan", "Forged iron, 18 cm", 4900, "Two eggs exactly. A third makes it a scramble.";
        },
        kind! { Spoons, "Stoneware crock, beech spoons", "Ø 12 × 31 cm", 1250, BY_HAND, [0, 5], NO, colours, standard;
            "The crock is heavy at the base, so a handful of spoons cannot tip it.", "Spoons are turned from one piece and stay flat in the dishwasher, should it come to that.";
            "Spoon crock", "Stoneware with three tools", 5400, "A crock, a cooking spoon, a tasting spoon and a slotted turner. Most kitchens need no more and own thirty.";
            "Baker's crock", "Stoneware with baking tools", 6200, "A scraper, a dough whisk and a spatula that reaches the last corner of the bowl.";
            "Left-handed crock", "Stoneware with three tools", 5600, "The same tools with the slanted edge on the other side. People have written to thank us.";
            "Small crock", "Stoneware with two tools", 3800, "Two spoons, for a kitchen where two people take turns.";
        },
        kind! { Jar, "Glass, wooden lid", "Ø 10 × 17 cm, 900 ml", 640, BY_HAND, [3, 5], NO, colours, standard;
            "A ring of cork makes the lid tight enough for coffee.", "Labels wipe clean, so lentils may become sugar.";
            "Pair of jars", "Glass and wood, two sizes", 3400, "One for what you use daily and one for what you bought by mistake.";
            "Pasta jars", "Glass and wood, tall pair", 4200, "Tall enough for spaghetti standing up. The second is for the shapes that spaghetti looks down on.";
            "Spice jars", "Glass and wood, set of six", 3900, "Small mouths, so a pinch is a pinch. They fit the drawer, lying down, names upwards.";
            "Flour jars", "Glass and wood, large pair", 5800, "A kilo each with room to spare, so you can pour a whole bag without a cloud.";
        },
    ],
};

pub const PANTRY: Shelf = Shelf {
    title: "Pantry",
    slug: "pantry",
    code: "PAN",
    intro: "Small batches from orchards, mills and one patient kitchen.",
    kinds: &[
        kind! { Preserve, "Fruit, cane sugar, lemon", "Jar of 220 g", 390, CUPBOARD, [8, 9], JARS, plain, reduced;
            "Cooked in an open pan, three dozen jars at a time.", "Once opened, three weeks in the fridge, in theory.";
            "Damson preserve", "Fruit 62%, hand-stoned", 690, "Sharp, dark and a little stern. It wakes up a rice pudding and stands up to cheese.";
            "Apricot preserve", "Fruit 60%, with kernels", 720, "Halves, not mush, with a few kernels for the taste of almonds.";
            "Quince jelly", "Clear, rose-coloured", 780, "Strained overnight through linen and never squeezed. It is the colour of a window at five in the afternoon.";
            "Greengage preserve", "Fruit 65%, late picked", 740, "The season lasts nine days. This is all nine of them.";
        },
        kind! { Bottle, "Glass bottle", "Ø 7 × 24 cm", 620, CUPBOARD, [9, 11], VOLUME, plain, reduced;
            "Shake it, or do not; what settles is fruit.", "The bottle goes back to the maker if you send it to us.";
            "Elderberry cordial", "Pressed, unfiltered", 890, "One part to six of water, still or otherwise. In hot water it is what grandmothers prescribed.";
            "Cider vinegar", "Aged eighteen months", 740, "Round and not rude. It was a good cider first, and remembers.";
            "Olive oil", "First pressing, early harvest", 1480, "Green, peppery and gone by spring. Keep it for finishing, and for bread.";
            "Mead vinegar", "Honey, oak barrel", 960, "Made from mead that nobody would sell. Two spoonfuls mend a salad.";
        },
        kind! { Sack, "Paper bag", "500 g", 520, CUPBOARD, [10, 10], BAGS, plain, reduced;
            "Ground the week it is sent; the date is stamped by hand.", "The bag can be folded shut and composted afterwards.";
            "Strong bread flour", "Stone-ground wheat", 290, "Takes up more water than you expect and gives back more bread.";
            "Rolled oats", "Thick-cut, toasted", 320, "Rolled once and toasted lightly, so the porridge has something to say.";
            "Rye flour", "Whole, dark", 340, "For loaves that stay honest for a week. A handful improves pancakes.";
            "Yellow split peas", "Dried, from one field", 360, "They need no soaking and no attention. The soup makes itself while you read.";
        },
        kind! { Parcel, "Card box, cotton ribbon", "28 × 20 × 16 cm", 2100, CUPBOARD, [8, 11], NO, plain, reduced;
            "We write the card by hand if you tell us what to say.", "The ribbon is meant to be kept.";
            "Breakfast parcel", "Oats, preserve, tea", 3900, "A whole breakfast for two, short of the eggs. It has mended several quarrels.";
            "Housewarming parcel", "Bread flour, salt, candle", 3400, "Flour for bread, salt for luck, a candle for when the electrician is late.";
            "Get-well parcel", "Cordial, honey, biscuits", 3600, "Nothing that must be cooked and nothing that must be answered.";
            "Winter parcel", "Six good things", 6800, "Jelly, chocolate, peas, cordial, oats and a tin of biscuits: enough to ignore a snowfall.";
        },
        kind! { Chocolate, "Cocoa, cane sugar", "Bar of 70 g", 80, CUPBOARD, [11, 8], PACK, plain, reduced;
            "Ground for three days, then left alone for three weeks.", "Wrapped by hand, which is why the corners are so neat.";
            "Dark chocolate", "72% cocoa", 520, "Snaps like a twig and tastes of raisins. Two squares are usual, four are understood.";
            "Milk chocolate", "48% cocoa", 480, "Darker than milk, kinder than dark. Children like it, which is a warning.";
            "Oat chocolate", "54% cocoa, toasted oats", 540, "Crisp with oats from the mill down the road. It counts as breakfast on trains.";
            "Salted chocolate", "66% cocoa, sea salt", 560, "The salt is on one side only, so you may decide which way up.";
        },
    ],
};
