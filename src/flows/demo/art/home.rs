//! Drawn for the house: vase, stool, basket, clock, peg rail.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a glaze, b leaves, c darker leaves.
pub fn vase(p: &mut Pen, k: &Colourway) {
    p.shadow(130);
    stem(p, k, (-74.0, -330.0), (-14.0, -250.0), 6, 1.0);
    stem(p, k, (46.0, -352.0), (8.0, -260.0), 7, 1.0);
    stem(p, k, (104.0, -270.0), (44.0, -232.0), 5, 0.9);
    let d = "M-22,-150 C-22,-120 -66,-110 -66,-56 C-66,-16 -44,0 -30,0 H30 C44,0 66,-16 66,-56 C66,-110 22,-120 22,-150 Z";
    p.solid(d, k.a, from(20).gleam(-48, 10), |_| {}).oval_o(0, -150, 22, 5, INK, 0.4);
}

/// A branch from the mouth of the vase to `tip`, bent towards `bend`, with pairs of leaves along it.
fn stem(p: &mut Pen, k: &Colourway, tip: (f64, f64), bend: (f64, f64), pairs: u32, size: f64) {
    let root = -146.0;
    p.line(&format!("M0,{root} Q{},{} {},{}", bend.0, bend.1, tip.0, tip.1), c::BARK, 3);
    for i in 1..=pairs {
        let t = 0.28 + 0.72 * f64::from(i) / f64::from(pairs);
        let u = 1.0 - t;
        let x = 2.0 * u * t * bend.0 + t * t * tip.0;
        let y = u * u * root + 2.0 * u * t * bend.1 + t * t * tip.1;
        let run = 2.0 * u * bend.0 + 2.0 * t * (tip.0 - bend.0);
        let rise = 2.0 * u * (bend.1 - root) + 2.0 * t * (tip.1 - bend.1);
        let angle = rise.atan2(run).to_degrees();
        for (turn, leaf, opacity) in [(-46.0, k.c, 0.8), (46.0, k.b, 0.95)] {
            p.group(&format!("translate({x:.1} {y:.1}) rotate({:.0})", angle + turn), |p| {
                p.oval_o(15.0 * size, 0, 15.0 * size, 6.5 * size, leaf, opacity);
            });
        }
    }
}

/// a seat, b legs.
pub fn stool(p: &mut Pen, k: &Colourway) {
    p.shadow(220).line("M-62,-190 L-92,-4", k.b, 14).line("M62,-190 L92,-4", k.b, 14).line(
        "M0,-190 L0,-8",
        k.a,
        14,
    );
    p.line("M-78,-84 H78", k.b, 8).line_o("M62,-190 L92,-4", INK, 14, 0.1);
    let d = "M-112,-212 q0,-8 8,-8 h208 q8,0 8,8 v14 q0,10 -10,10 h-204 q-10,0 -10,-10z";
    p.solid(d, k.a, from(36), |p| {
        p.rect_o(-120, -222, 240, 9, 0, "#fff", 0.2);
    });
}

/// a cane, b rim and handle.
pub fn basket(p: &mut Pen, k: &Colourway) {
    p.shadow(210).line("M-82,-104 C-78,-224 78,-224 82,-104", k.b, 11).line_o(
        "M40,-178 C70,-160 80,-132 82,-104",
        INK,
        11,
        0.14,
    );
    p.solid("M-110,-104 H110 L92,-8 Q90,0 80,0 H-80 Q-90,0 -92,-8 Z", k.a, from(36), |p| {
        for row in 0..8 {
            for i in 0..15 {
                if (i + row) % 2 == 0 {
                    p.rect_o(-126 + 18 * i, -104 + 15 * row, 18, 15, 3, k.c, 0.24);
                }
            }
        }
    });
    p.rect(-116, -116, 232, 18, 6, k.b).rect_o(40, -116, 76, 18, 6, INK, 0.13);
}

/// Hangs from (0, 0). a case, b face, c second hand.
pub fn clock(p: &mut Pen, k: &Colourway) {
    p.cast(|p| {
        p.oval(0, 130, 122, 122, INK);
    });
    p.oval(0, 130, 122, 122, k.a).clip("M-122,130 a122,122 0 1 0 244,0 a122,122 0 1 0 -244,0", |p| {
        p.rect_o(44, 0, 200, 300, 0, INK, 0.15);
    });
    p.line_o("M-112,112 A113,113 0 0 1 -56,32", "#fff", 6, 0.3)
        .oval(0, 130, 104, 104, k.b)
        .oval_o(0, 130, 104, 104, INK, 0.04);
    p.oval(3, 134, 101, 100, k.b);
    for hour in 0..12 {
        let (width, length) = if hour % 3 == 0 { (6, 20) } else { (3, 12) };
        p.group(&format!("rotate({} 0 130)", hour * 30), |p| {
            p.rect(-f64::from(width) / 2.0, 38, width, length, 1, c::DARK);
        });
    }
    p.group("rotate(-56 0 130)", |p| {
        p.rect(-4, 80, 8, 60, 3, c::DARK);
    });
    p.group("rotate(52 0 130)", |p| {
        p.rect(-3, 54, 6, 88, 3, c::DARK);
    });
    p.group("rotate(170 0 130)", |p| {
        p.rect(-1.2, 48, 2.4, 104, 0, k.c);
    });
    p.oval(0, 130, 8, 8, k.c).oval(0, 130, 3, 3, c::BRASS);
}

/// Hangs about (0, 0). a rail, b pegs, c bag on the second.
pub fn hooks(p: &mut Pen, k: &Colourway) {
    let bag = "M-78,128 H6 L12,262 Q12,270 4,270 H-76 Q-84,270 -84,262 Z";
    p.cast(|p| {
        p.rect(-150, -22, 300, 46, 5, INK).path(bag, INK).oval(96, 72, 18, 18, INK).rect(92, 88, 8, 56, 0, INK);
    });
    p.solid("M-150,-18 q0,-6 6,-6 h288 q6,0 6,6 v34 q0,6 -6,6 h-288 q-6,0 -6,-6z", k.a, from(48), |p| {
        p.rect_o(-160, -24, 320, 7, 0, "#fff", 0.2).line_o("M-140,4 q140,-10 280,2", INK, 1.5, 0.2);
    });
    p.line("M-62,130 C-62,60 -46,14 -36,12 C-26,14 -10,60 -10,130", c::LINEN, 8).solid(
        bag,
        k.c,
        from(-22).shade(0.1),
        |p| {
            p.rect_o(-90, 232, 110, 8, 0, "#fff", 0.5).rect_o(-90, 246, 110, 3, 0, "#fff", 0.5);
        },
    );
    p.line("M96,10 V52", c::LINEN, 3).oval(96, 72, 18, 18, c::BRASS).oval(96, 72, 11, 11, "#E9E2D2");
    p.path("M92,88 h8 v56 h-8z M100,118 h12 v8 h-12z M100,132 h9 v7 h-9z", c::BRASS);
    for x in [-110, -36, 36, 96] {
        p.oval_o(x + 4, 9, 15, 14, INK, 0.16).oval(x, 4, 14, 14, k.b).oval_o(x - 4, 0, 4, 4, "#fff", 0.3);
    }
}
