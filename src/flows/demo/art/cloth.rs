//! Drawn in wool and linen: scarf, apron, blanket, cushion, tote.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// Hangs from (0, 0). a wool, b stripes, c rail.
pub fn scarf(p: &mut Pen, k: &Colourway) {
    fn strip(p: &mut Pen, x: i32, w: i32, h: i32, k: &Colourway) {
        let half = f64::from(h) / 2.0;
        for i in (2..w).step_by(7) {
            p.line(&format!("M{},{} v{}", x + i, h - 2, 22 + (i % 3) * 3), k.a, 3.2);
        }
        let d = format!("M{x},0 h{w} q4,{half} 2,{h} h-{} q-2,-{half} 2,-{h} z", w + 4);
        p.solid(&d, k.a, from(f64::from(x) + f64::from(w) * 0.62).shade(0.1), |p| {
            for (up, thick) in [(86, 14), (64, 5), (52, 5)] {
                p.rect_o(x - 10, h - up, w + 30, thick, 0, k.b, 0.9);
            }
            for t in [0.3, 0.56] {
                let fold = f64::from(x) + f64::from(w) * t;
                p.line_o(&format!("M{fold:.0},20 q3,{:.0} 0,{}", f64::from(h) * 0.4, h - 20), INK, 2, 0.12);
            }
        });
    }
    p.cast(|p| {
        p.rect(-66, 0, 146, 290, 4, INK);
    });
    strip(p, 8, 70, 232, k);
    p.rect_o(8, 0, 70, 260, 0, INK, 0.14);
    strip(p, -70, 96, 276, k);
    p.rect(-104, -9, 208, 12, 6, k.c).rect_o(20, -9, 84, 12, 6, INK, 0.12);
    p.oval(-88, -3, 5, 5, c::BRASS).oval(88, -3, 5, 5, c::BRASS);
}

/// Hangs from (0, 0). a cloth, b ties, c pocket stitching.
pub fn apron(p: &mut Pen, k: &Colourway) {
    let d = "M-44,62 Q0,72 44,62 C50,104 62,128 98,140 L108,332 Q0,350 -108,332 L-98,140 C-62,128 -50,104 -44,62Z";
    let ties = "M-96,144 C-128,168 -122,214 -134,246 M96,144 C126,164 120,196 132,226";
    p.cast(|p| {
        p.path(d, INK).line(ties, INK, 7);
    });
    p.line("M-40,68 C-44,28 -16,4 0,4 C16,4 44,28 40,68", k.b, 8).line(ties, k.b, 7);
    p.solid(d, k.a, from(40).shade(0.1), |p| {
        p.line_o("M-30,80 Q-44,200 -40,340 M34,80 Q40,220 52,340", INK, 2, 0.12);
        p.path_o("M-58,206 H58 V268 q0,12 -12,12 H-46 q-12,0 -12,-12z", "#fff", 0.14);
        p.line_o("M-58,206 H58 M-54,210 V266 q0,10 10,10 H44 q10,0 10,-10 V210 M0,206 V276", k.c, 2.5, 0.9);
        p.rect_o(-120, 318, 240, 3, 0, k.c, 0.7);
    });
    p.oval(0, 0, 7, 7, c::BRASS);
}

/// a top blanket, b stripe, c lower blanket.
pub fn blanket(p: &mut Pen, k: &Colourway) {
    p.shadow(240);
    for (y, wool, stripe) in [(0, k.c, c::CREAM), (-62, k.a, k.b), (-124, k.c, k.b)] {
        let fold =
            |top: i32| format!("M-100,{top} H104 q14,0 14,14 q0,14 -14,14 H-100 q-16,0 -16,-14 q0,-14 16,-14z");
        for top in [y - 30, y - 58] {
            p.solid(&fold(top), wool, from(44).shade(0.11), |p| {
                p.rect_o(-84, top - 2, 12, 40, 0, stripe, 0.9).rect_o(-66, top - 2, 4, 40, 0, stripe, 0.9);
                p.rect_o(70, top - 2, 4, 40, 0, stripe, 0.9).rect_o(-120, top + 24, 260, 4, 0, INK, 0.12);
                p.rect_o(-110, top + 4, 220, 3, 0, "#fff", 0.16);
            });
        }
    }
    for i in 0..12 {
        p.line(&format!("M{},-126 v{}", -112 + 7 * i, 20 + (i % 3) * 4), k.c, 3);
    }
}

/// a cover, b stripes, c button.
pub fn cushion(p: &mut Pen, k: &Colourway) {
    let d = "M-112,-206 Q-116,-212 -106,-212 Q0,-190 106,-212 Q116,-212 112,-204 Q94,-104 116,-8 Q118,2 108,0 Q0,-16 -108,0 Q-118,2 -116,-8 Q-94,-104 -112,-206Z";
    p.shadow(220).solid(d, k.a, from(42).shade(0.1), |p| {
        for (x, w) in [(-78, 16), (-54, 5), (-42, 5), (36, 5), (48, 5), (62, 16)] {
            p.path_o(
                &format!("M{x},-230 q{0},116 0,250 h{w} q{0},-134 0,-250z", if x < 0 { 8 } else { -8 }),
                k.b,
                0.92,
            );
        }
        p.path_o("M-120,-220 Q0,-176 120,-220 Q0,-196 -120,-220z", "#fff", 0.2);
        p.line_o(
            "M-4,-104 q-30,-14 -44,-36 M4,-104 q30,-16 42,-40 M0,-98 q-10,34 -26,52 M2,-98 q16,30 30,44",
            INK,
            2.5,
            0.14,
        );
    });
    p.oval(0, -104, 9, 9, k.c).oval_o(1.5, -102.5, 6, 6, INK, 0.16);
}

/// Hangs from (0, 0). a canvas, b print, c handles.
pub fn tote(p: &mut Pen, k: &Colourway) {
    let d = "M-98,108 H98 L106,312 Q106,322 96,322 H-96 Q-106,322 -106,312 Z";
    let handles = "M-52,120 C-56,20 -20,2 0,2 C20,2 56,20 52,120";
    p.cast(|p| {
        p.path(d, INK).line(handles, INK, 11);
    });
    p.group("translate(6 6)", |p| {
        p.line_o(handles, INK, 11, 0.25);
    });
    p.line(handles, k.c, 12).oval(0, 0, 8, 8, c::BRASS).solid(d, k.a, from(42).shade(0.1), |p| {
        p.rect_o(-120, 108, 240, 12, 0, INK, 0.06).line_o(
            "M-60,120 Q-70,220 -66,322 M64,130 Q72,220 66,322",
            INK,
            2,
            0.1,
        );
        p.oval(0, 214, 48, 48, k.b).path("M0,180 q30,26 0,70 q-30,-44 0,-70z", k.a).line("M0,196 V256", k.b, 2.5);
    });
    p.rect(-62, 110, 20, 24, 2, k.c).rect(42, 110, 20, 24, 2, k.c);
}
