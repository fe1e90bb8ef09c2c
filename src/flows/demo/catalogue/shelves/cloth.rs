//! Upkeep; wool and linen.
use super::*;

pub const UPKEEP: Shelf = Shelf {
    title: "Upkeep",
    slug: "upkeep",
    code: "UPK",
    intro: "For washing, sweeping and mending what you already own.",
    kinds: &[
        kind! { DishBrush, "Hardwood, plant fibre", "27 × 7 cm", 120, "Hang it up to dry", [15, 15], NO, colours, standard;
            "The head comes off; a new one costs less than a coffee.", "No plastic, so it may end in the compost.";
            "Dish brush", "Wood and plant fibre", 1400, "Long in the neck and stiff at the edge. It reaches the bottom of the carafe.";
            "Pan brush", "Wood and palm fibre, stiff", 1500, "For iron, grit and Sunday evening. Do not introduce it to enamel.";
            "Bottle brush", "Wood and bristle, slim", 1300, "Bends at the wire and thinks its way into a thermos.";
            "Vegetable brush", "Wood and soft fibre", 1200, "Soft on one side for mushrooms, firm on the other for potatoes with a past.";
        },
        kind! { Dustpan, "Enamelled steel, beech, bristle", "31 × 24 cm", 640, DUST, [7, 15], NO, colours, standard;
            "The lip lies flat on the floor, so no line of dust remains.", "Both hang from one hook.";
            "Dustpan and brush", "Enamelled steel and beech", 3400, "A pan that holds what it is given and a brush with a little give.";
            "Long dustpan", "Enamelled steel, upright", 4800, "For backs that would rather not. The pan shuts itself as you lift it.";
            "Hearth set", "Steel and coco fibre", 3900, "Heatproof bristle and a deep pan, for ash that may not be as cold as it looks.";
            "Crumb set", "Steel and goat hair, small", 2600, "Table-sized and rather polite. Guests hardly notice that they have been tidied.";
        },
        kind! { Yarn, "Wool", "2 × 50 g", 110, COOL_WASH, [14, 14], PACK, colours, standard;
            "Spun in the next valley and dyed in the same pot for the whole lot.", "It felts gently into an old jumper, and then it is the jumper.";
            "Darning wool", "Two balls of 50 g", 980, "Thin, strong and in colours that either match or make a point of not matching.";
            "Sock wool", "Two balls of 50 g, with nylon", 1400, "Enough for two socks, and the heels of the next ones.";
            "Blanket wool", "Two balls of 100 g", 2200, "Thick and quick: a row an evening, a blanket by spring.";
            "Undyed wool", "Two balls of 50 g", 1200, "The colours that the sheep were. It still smells, faintly, of rain.";
        },
        kind! { Pegs, "Beech, steel spring", "7.5 cm, set of 24", 210, "Keep them out of the rain, if you remember", [5, 15], NO, colours, standard;
            "The jaw is rounded and leaves no teeth marks.", "The spring is stainless, since washing is wet.";
            "Clothes pegs", "Beech, set of 24", 1100, "Two dozen, and they still go missing. We have no explanation.";
            "Strong pegs", "Beech, wide, set of 12", 1200, "For blankets, tents and coastal weather.";
            "Washing line", "Cotton line with pegs", 1900, "Fifteen metres of braided cotton that does not sag or squeak.";
            "Small-things pegs", "Beech, 4 cm, set of 20", 900, "For socks, seed packets and photographs.";
        },
        kind! { Brush, "Beech and horsehair", "24 × 9 cm", 230, "Knock it out, wash rarely", [15, 15], NO, colours, standard;
            "Bound by hand with one wire, end to end.", "The back is shaped to a palm and oiled.";
            "Table brush", "Beech and horsehair", 1900, "Sweeps crumbs from linen without ironing them in.";
            "Clothes brush", "Beech and boar bristle", 2400, "Three strokes and the coat has never met the dog.";
            "Shoe brush", "Beech and horsehair, wide", 2100, "For the last shine. Keep one for black and one for everything else.";
            "Scrubbing brush", "Beech and union fibre", 1600, "A brush for doorsteps, and for moods that are improved by a doorstep.";
        },
    ],
};

pub const CLOTH: Shelf = Shelf {
    title: "Wool & linen",
    slug: "wool-linen",
    code: "WOO",
    intro: "Woven slowly, worn often, washed more than they were meant to be.",
    kinds: &[
        kind! { Scarf, "Lambswool", "180 × 32 cm", 210, COOL_WASH, [14, 14], NO, colours, standard;
            "The fringe is knotted by hand, all one hundred and four of it.", "It does not itch; we asked someone who always says that it does.";
            "Lambswool scarf", "Lambswool, 180 × 32 cm", 7200, "Twice round the neck with enough left to tuck in. The stripes fall where they are seen.";
            "Harbour scarf", "Lambswool, dense weave", 8400, "Woven tight against wind. It smells of nothing until it meets the sea.";
            "Short scarf", "Lambswool, 120 × 24 cm", 5200, "For bicycles and small children, where long ends are a mistake.";
            "Cloud scarf", "Brushed lambswool, wide", 9600, "Brushed with teasels until it lost its edges. Serves as a pillow on trains.";
        },
        kind! { Apron, "Linen canvas", "72 × 90 cm", 380, WARM_WASH, [13, 13], NO, colours, standard;
            "The strings go round twice and tie in front.", "The pocket is stitched down the middle, so a pencil stays upright.";
            "Kitchen apron", "Linen canvas, long", 4900, "Covers what matters and dries hands as it goes.";
            "Workshop apron", "Heavy canvas, crossed back", 6800, "The straps cross at the back and keep off the neck. Pockets for a rule, a knife and lunch.";
            "Waist apron", "Linen canvas, short", 3400, "For serving, arranging and looking as though one knows where the corkscrew is.";
            "Child's apron", "Linen canvas, 50 cm", 2900, "Long enough for paint. Flour will go over the top in any case.";
        },
        kind! { Blanket, "Wool", "140 × 200 cm", 1500, "Air it; wash it once a winter", [14, 13], TWO_SIZES, colours, standard;
            "Milled until it is soft, then stopped.", "Edges are whipped in a second colour, so you find them in the dark.";
            "Sofa blanket", "Wool, 140 × 200 cm", 13900, "Large enough for two who get along.";
            "Picnic blanket", "Wool, waxed back", 14800, "Damp grass stays where it is. Folds to a bundle with its own strap.";
            "Cot blanket", "Merino, 80 × 100 cm", 6900, "Fine, light and washable: it has been tried on a great many babies.";
            "Guest blanket", "Wool, 180 × 220 cm", 17900, "Heavy and plain. Visitors sleep late under it, so plan breakfast accordingly.";
        },
        kind! { Cushion, "Linen cover, wool filling", "50 × 50 cm", 900, COOL_WASH, [13, 14], SIZE, colours, standard;
            "The filling is wool, so it returns to its shape by itself.", "A button in the middle, because it looks better and nobody knows why.";
            "Striped cushion", "Linen and wool, 50 cm", 5400, "Stripes that run the quiet way, top to bottom.";
            "Bench cushion", "Linen and wool, 120 cm", 9800, "Turns a hard bench into the seat that people choose first.";
            "Reading cushion", "Linen and wool, wedge", 7400, "Higher on one side, for the back of a person who has reached chapter four.";
            "Chair pad", "Linen and wool, round", 3900, "Round, thin and tied on. It makes an old chair kinder without telling anyone.";
        },
        kind! { Tote, "Linen canvas, webbing", "38 × 40 cm", 320, WARM_WASH, [13, 23], NO, colours, standard;
            "Handles are sewn to the base, not just to the hem.", "Empty, it folds into its own pocket.";
            "Market tote", "Linen canvas, 14 litres", 3200, "For leeks, library books and the thing you came for.";
            "Bread tote", "Unlined linen, tall", 2600, "Bread breathes in it and stays crisp for a day and a half.";
            "Tool tote", "Heavy canvas, six pockets", 5800, "Pockets inside and out, and a bottom that shrugs at chisels.";
            "Weekend tote", "Linen canvas, 32 litres", 7800, "Two days of clothes and one optimistic novel.";
        },
    ],
};
