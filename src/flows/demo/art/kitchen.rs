//! Drawn for the kitchen: saucepan, board, frying pan, spoons in a crock, storage jars.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a enamel, b rim, c wood.
pub fn pot(p: &mut Pen, k: &Colourway) {
    p.shadow(200).rect(88, -92, 106, 13, 6, k.c).rect_o(88, -86, 106, 7, 4, INK, 0.14);
    p.solid("M-92,-104 H92 V-22 q0,22 -22,22 H-70 q-22,0 -22,-22z", k.a, from(28).gleam(-76, 12), |_| {});
    p.solid("M-88,-110 C-80,-142 80,-142 88,-110 Z", k.a, from(28), |_| {});
    p.rect(-100, -112, 200, 12, 5, k.b).oval(0, -142, 12, 9, k.c);
}

/// a wood, b grain, c loop.
pub fn board(p: &mut Pen, k: &Colourway) {
    let d = "M-84,-236 q0,-20 20,-20 h36 q8,0 10,-10 l4,-36 q2,-16 14,-16 q12,0 14,16 l4,36 q2,10 10,10 h36 q20,0 20,20 V-10 q0,10 -10,10 H-74 q-10,0 -10,-10z";
    p.shadow(170).cast(|p| {
        p.path(d, INK);
    });
    p.solid(d, k.a, from(34).shade(0.09), |p| {
        for (x, bend) in [(-62, -6), (-38, 8), (-12, -6), (18, 8), (44, -6), (66, 8)] {
            p.line_o(&format!("M{x},-270 q{bend},130 0,280"), k.b, 1.6, 0.38);
        }
    });
    p.oval(0, -294, 6, 7, "#E9DFCE").line("M0,-294 C-26,-320 -20,-352 0,-352 C20,-352 26,-320 0,-294", k.c, 3);
}

/// Hangs from (0, 0). a iron, b handle, c inside.
pub fn pan(p: &mut Pen, k: &Colourway) {
    let handle = "M-11,8 q0,-14 11,-14 q11,0 11,14 l6,140 h-34 z";
    p.cast(|p| {
        p.path(handle, INK).oval(0, 232, 104, 104, INK);
    });
    p.solid(handle, k.b, from(3), |_| {});
    p.oval(0, 10, 5, 6, "#EDE6D8").rect(-20, 120, 40, 26, 6, c::DARK);
    p.oval(0, 232, 104, 104, k.a);
    p.clip("M-104,232 a104,104 0 1 0 208,0 a104,104 0 1 0 -208,0", |p| {
        p.rect_o(36, 100, 200, 300, 0, INK, 0.16);
    });
    p.oval(0, 234, 84, 84, k.c);
    p.clip("M-84,234 a84,84 0 1 0 168,0 a84,84 0 1 0 -168,0", |p| {
        p.path_o("M-84,150 h168 v60 a100,100 0 0 0 -168,30z", INK, 0.12);
        p.path_o("M-60,330 L20,140 h26 L-30,330z", "#fff", 0.1);
    });
}

/// a crock, b spoons, c band.
pub fn spoons(p: &mut Pen, k: &Colourway) {
    p.shadow(124);
    p.group("rotate(-13 -22 0)", |p| {
        p.rect(-29, -230, 13, 230, 5, k.b).oval(-22, -252, 27, 40, k.b);
        p.oval_o(-22, -254, 17, 28, INK, 0.12);
    });
    p.group("rotate(11 24 0)", |p| {
        p.rect(18, -220, 12, 220, 5, c::BARK);
        p.path("M-2,-286 q26,-14 52,0 l-8,76 q-18,14 -36,0z", c::BARK).rect_o(14, -272, 5, 54, 2, INK, 0.25);
        p.rect_o(29, -272, 5, 54, 2, INK, 0.25);
    });
    p.group("rotate(-1)", |p| {
        p.rect(-6, -260, 12, 250, 5, c::WOOD).oval(0, -276, 24, 34, c::WOOD);
        p.path_o("M0,-310 a24,34 0 0 1 0,68z", INK, 0.1);
    });
    let d = "M-62,-128 q0,-8 8,-8 h108 q8,0 8,8 L56,-14 Q55,0 44,0 H-44 Q-55,0 -56,-14 Z";
    p.solid(d, k.a, from(20).gleam(-50, 9), |p| {
        p.rect(-80, -102, 160, 9, 0, k.c).rect(-80, -88, 160, 3, 0, k.c);
    });
}

/// a what is kept in the first, b in the second, c lids.
pub fn jar(p: &mut Pen, k: &Colourway) {
    p.group("translate(-44 0)", |p| one_jar(p, 150, k.a, k.c));
    p.group("translate(66 10) scale(.94)", |p| one_jar(p, 106, k.b, k.c));
}

pub(super) fn one_jar(p: &mut Pen, h: i32, inside: &str, lid: &str) {
    let d = format!("M-52,-{h} V-12 q0,12 12,12 h80 q12,0 12,-12 V-{h} z");
    p.shadow(108).path_o(&d, c::MIST, 0.7).clip(&d, |p| {
        p.rect_o(-60, -0.66 * f64::from(h), 120, h, 0, inside, 0.92).rect_o(16, -h - 10, 60, h + 20, 0, INK, 0.1);
        p.rect_o(-42, -h, 8, h - 14, 0, "#fff", 0.5).label(-30, -62, 56, 36);
    });
    p.rect(-46, -h - 22, 92, 24, 4, lid).rect_o(14, -h - 22, 32, 24, 4, INK, 0.13);
}
