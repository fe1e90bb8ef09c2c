//! Bath; light; home.
use super::*;

pub const BATH: Shelf = Shelf {
    title: "Bath",
    slug: "bath",
    code: "BAT",
    intro: "Soap, linen and small comforts for the shortest room in the house.",
    kinds: &[
        kind! { Soap, "Olive oil, plant scents", "8 × 5 × 3 cm, 2 × 110 g", 240, "Let it dry between uses", [12, 12], NO, colours, standard;
            "Six weeks of curing make it hard, so it lasts.", "No palm oil, no colour that is not clay or leaf.";
            "Olive soap, pair", "2 × 110 g, cold process", 950, "Two plain bars that do what soap should. Lather like cream, scent of nothing much and a little hay.";
            "Gardener's soap", "2 × 110 g, with pumice", 1050, "Ground pumice takes off soil, paint and most regrets. Kind to the skin that stays.";
            "Tar soap", "2 × 110 g, birch tar", 1150, "Smells of boats and bonfires. You will either never buy it or never buy another.";
            "Shaving soap", "2 × 110 g, extra glycerine", 1250, "A slow, dense foam that waits for you while the kettle boils.";
        },
        kind! { Towel, "Linen and cotton", "70 × 140 cm", 420, WARM_WASH, [13, 13], TWO_SIZES, colours, standard;
            "It dries in an hour on a door.", "Stiff for the first three washes, then yours for twenty years.";
            "Linen bath towel", "Waffle linen, 70 × 140 cm", 4900, "The waffle holds water by the bucket and lets go of it in any breeze.";
            "Striped hand towel", "Linen and cotton, 50 × 90 cm", 2400, "Three stripes at one end, so that you can say which end is yours.";
            "Swimmer's towel", "Light linen, 90 × 160 cm", 5600, "Rolls up to the size of a loaf. Sand falls off it, being offered nothing to hold.";
            "Roller towel", "Heavy linen, endless", 3800, "A loop without an end, for the back of a kitchen door. It ends arguments about dry corners.";
        },
        kind! { Dispenser, "Glazed stoneware, steel pump", "Ø 8 × 20 cm, 400 ml", 520, DUST, [2, 7], NO, colours, standard;
            "The pump can be taken apart with two fingers and cleaned.", "Refill it from anything; the label is only a suggestion.";
            "Soap pump", "Stoneware, 400 ml", 3200, "One press is one pair of hands. The base is broad, for elbows.";
            "Lotion pump", "Stoneware, 250 ml", 2900, "A finer nozzle for thicker things. It does not spit, a claim we tested for a month.";
            "Kitchen pump", "Stoneware, 600 ml", 3600, "Holds a month of washing-up liquid and hides the bottle it came in.";
            "Twin pump", "Stoneware, pair on a tray", 5900, "One for soap, one for cream, on a tray that catches what both let fall.";
        },
        kind! { Mirror, "Turned wood, silvered glass", "Ø 38 cm", 1900, DUST, [6, 3], SIZE, colours, standard;
            "It hangs from one nail, and forgives a crooked one.", "The glass is silvered, not filmed, and honest.";
            "Round mirror", "Turned frame, 38 cm", 8900, "Shows a face and a bit of the room behind it, which is about right.";
            "Shaving mirror", "Turned frame, 26 cm", 6400, "Small, bright and slightly enlarging. Best hung where the morning arrives.";
            "Hall mirror", "Turned frame, 52 cm", 13400, "For one last look at the collar. The leather strap takes the weight of a coat thrown in passing.";
            "Porthole mirror", "Deep frame, 32 cm", 7800, "The rim is deep enough for a comb to lie on. From certain angles you are at sea.";
        },
        kind! { CandleJar, "Soy wax in stoneware", "Ø 9 × 10 cm, 220 g", 460, "Trim the wick, burn for two hours at a time", [20, 0], NO, colours, standard;
            "Burns for about forty-five hours.", "Afterwards the jar holds toothbrushes.";
            "Fig leaf candle", "Soy wax, 45 hours", 2800, "The green part of the fig: leaf, stem and shade. Not sweet at all.";
            "Rain candle", "Soy wax, 45 hours", 2800, "Wet stone, and a door left open. People recognise it without being told.";
            "Beeswax jar", "Pure beeswax, 50 hours", 3400, "No scent was added, since bees do that themselves.";
            "Cedar candle", "Soy wax, 45 hours", 2800, "Pencil boxes and wardrobes. Moths leave, guests stay.";
        },
    ],
};

pub const LIGHT: Shelf = Shelf {
    title: "Light",
    slug: "light",
    code: "LIG",
    intro: "Lamps and flames for reading, eating and finding the stairs.",
    kinds: &[
        kind! { Lamp, "Spun steel, brass stem", "Ø 36 × 48 cm", 2900, DUST, [19, 19], TWO_SIZES, colours, standard;
            "Takes an ordinary bulb and gives it manners.", "The switch is on the cord, where a hand expects it.";
            "Harbour lamp", "Steel and brass", 12900, "A wide shade that throws a pool of light and keeps your eyes out of it.";
            "Reading lamp", "Steel and brass, tilting", 11400, "The shade tips by a hand's width and stays there. Late chapters are its speciality.";
            "Sideboard lamp", "Steel and brass, low", 9800, "Lower than the flowers and warmer than the ceiling. It makes a room look as if supper is nearly ready.";
            "Night lamp", "Steel and brass, dimming", 8600, "Turns down to a glow that would not wake a hen.";
        },
        kind! { Pendant, "Spun steel, textile flex", "Ø 40 × 32 cm", 1800, DUST, [19, 7], SIZE, colours, standard;
            "Two metres of flex, and a hook to take up the slack.", "The inside is painted warm white, so the light is too.";
            "Table pendant", "Spun steel, 40 cm", 14900, "Hang it sixty centimetres above the table and nobody will look tired.";
            "Workshop pendant", "Spun steel, deep shade", 13200, "Deep enough to hide the bulb from anyone standing, and to find a dropped screw.";
            "Passage pendant", "Spun steel, 24 cm", 8900, "Small and round-shouldered, for corridors where tall people live.";
            "Bakery pendant", "Spun steel, 55 cm", 18900, "Wide and low, after the ones that hung over kneading troughs at four in the morning.";
        },
        kind! { Candle, "Cast metal, dipped candle", "14 × 26 cm", 520, DUST, [4, 20], NO, colours, standard;
            "The loop is for a finger, the dish is for the wax.", "Fits a common 22 mm candle; one is in the box.";
            "Chamberstick", "Cast metal, with candle", 3600, "Made for walking to bed by. It works as well for walking to the fuse box.";
            "Dining candlestick", "Cast metal, tall", 4400, "Tall enough to see over, once the candle has burned for an hour.";
            "Windowsill candlestick", "Cast metal, broad base", 3900, "Too wide to be knocked over by a curtain, or by a cat of ordinary ambition.";
            "Travelling candlestick", "Cast metal, unscrews", 4800, "Comes apart into a dish the size of a watch. For cottages that promise electricity.";
        },
        kind! { Lantern, "Steel and glass", "17 × 28 cm", 1700, DUST, [19, 7], TWO_SIZES, colours, standard;
            "A pane slides up, so nobody burns a sleeve.", "Rain runs off the roof, and wind has been considered.";
            "Garden lantern", "Steel and glass, 28 cm", 5900, "Stands on a step and keeps a candle alive through anything short of weather.";
            "Stable lantern", "Steel and glass, with ring", 6800, "Meant to be hung and carried. The ring stays upright, so your knuckles stay cool.";
            "Table lantern", "Steel and glass, 20 cm", 4600, "Low, for outdoor suppers where people wish to see one another.";
            "Porch lantern", "Steel and glass, wall hook", 7400, "With a hook for the wall. It tells visitors that you are in, and that you mean it.";
        },
        kind! { Matches, "Aspen, card", "Box of 9 × 11 cm", 120, CUPBOARD, [17, 20], PACK, plain, standard;
            "The striker outlasts the matches, for once.", "Printed in two colours on a press with a flywheel.";
            "Long matches", "Aspen, 60 to a box", 690, "Long enough for the third candle and the back burner.";
            "Hearth matches", "Aspen, 28 cm, 40 to a box", 890, "For stoves and people who like to stand well back.";
            "Storm matches", "Waxed, 30 to a box", 790, "They burn in drizzle and go out when you ask.";
            "Pocket matches", "Aspen, 40 to a box", 390, "A small box with a quiet drawer. The label shows the sun, in case you miss it.";
        },
    ],
};

pub const HOME: Shelf = Shelf {
    title: "Home",
    slug: "home",
    code: "HOM",
    intro: "Things that hold other things, and a clock to say how long.",
    kinds: &[
        kind! { Vase, "Stoneware", "Ø 13 × 16 cm", 890, DISHWASHER, [1, 2], SIZE, colours, standard;
            "The narrow neck makes three stems look intended.", "Glazed inside, so it holds water and not a grudge.";
            "Branch vase", "Stoneware, narrow neck", 4200, "For whatever the hedge offers. Heavy enough that a whole branch of apple cannot tip it.";
            "Bud vase", "Stoneware, 10 cm", 1900, "One flower, or one feather. It is the smallest thing we sell and often the most noticed.";
            "Meadow vase", "Stoneware, wide mouth", 4900, "Open at the top for armfuls. Cow parsley drops its dust in it happily.";
            "Shelf vase", "Stoneware, flat back", 3600, "One side is flat, so it stands close to the wall and out of the way of dusters.";
        },
        kind! { Stool, "Solid wood", "36 × 34 × 46 cm", 3800, OIL, [6, 5], NO, colours, standard;
            "Three legs, so it never rocks on an old floor.", "The joints are wedged; glue was invited but not needed.";
            "Milking stool", "Solid wood, three legs", 11900, "It has a seat dished by hand and a stance that suggests it has seen cows.";
            "Bath stool", "Solid wood, slatted", 12800, "Water goes through the seat, and a book stays on it.";
            "Step stool", "Solid wood, 28 cm", 9800, "As high as the top shelf is too high. Children believe that it is theirs.";
            "Bench stool", "Solid wood, 64 cm", 16900, "Work at it, sit on it, or leave a pile of washing there as everybody does.";
        },
        kind! { Basket, "Willow, split and whole", "46 × 32 × 38 cm", 1300, DUST, [23, 23], TWO_SIZES, colours, standard;
            "It creaks a little, which is how you know that it is working.", "A broken rod can be replaced; send it to us in spring.";
            "Market basket", "Willow, arched handle", 6400, "Takes a cabbage, a loaf, a newspaper and the flowers you did not mean to buy.";
            "Log basket", "Willow, double base", 8900, "An evening of firewood, or all of the slippers in the house.";
            "Egg basket", "Willow, 28 cm", 3900, "Round at the bottom, so that eggs settle their differences gently.";
            "Laundry basket", "Willow, two handles", 9800, "Wide enough for sheets. The handles are wrapped where they meet a hip.";
        },
        kind! { Clock, "Steel case, quartz movement", "Ø 32 cm", 1450, DUST, [19, 7], NO, colours, standard;
            "The second hand sweeps and makes no sound.", "One battery, once a year, at the time when the hour changes anyway.";
            "Station clock", "Steel, 32 cm", 8900, "Numerals were considered and found unnecessary. It can be read from the far end of a kitchen.";
            "Kitchen clock", "Steel, 26 cm, with timer", 9400, "A small dial below counts backwards from sixty, and then says so.";
            "Schoolroom clock", "Steel, 40 cm", 11800, "Large, fair and impossible to argue with. It always seems slowest at ten to four.";
            "Study clock", "Steel, 22 cm", 6900, "Small and quiet. The hour hand is the thicker one, for those who do not need the rest.";
        },
        kind! { Hooks, "Oiled wood, turned pegs", "60 × 9 × 8 cm", 1100, OIL, [5, 6], TWO_SIZES, colours, standard;
            "The pegs tilt upwards by five degrees, which coats appreciate.", "Screws and plugs are in the box, and so is a pencil.";
            "Peg rail", "Oiled wood, four pegs", 5400, "Four pegs for four things. A fifth always appears and hangs from somebody's scarf.";
            "Child's peg rail", "Oiled wood, low pegs", 4600, "Fat, short pegs that do not catch a sleeve. Comes with paper names to pin above.";
            "Key rail", "Oiled wood, brass pegs", 3400, "Small brass pegs for keys, and one large one for the lead of the dog.";
            "Shelf rail", "Oiled wood, with ledge", 7200, "A ledge on top for gloves and letters. Deep enough to be useful, too narrow to become a heap.";
        },
    ],
};
