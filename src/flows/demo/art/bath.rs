//! Drawn for the bath: soap, towel, dispenser, mirror, candle in a jar.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a upper bar, b lower bar, c dish.
pub fn soap(p: &mut Pen, k: &Colourway) {
    fn bar(p: &mut Pen, y: i32, fill: &str, dx: i32) {
        let x = dx - 84;
        let d = format!("M{x},{} q0,-30 24,-30 h120 q24,0 24,30 v4 q0,14 -16,14 h-136 q-16,0 -16,-14 z", y - 18);
        p.solid(&d, fill, from(40 + dx).shade(0.11), |p| {
            p.path_o(&format!("M{x},{} q0,-28 24,-28 h120 q24,0 24,28 q-84,10 -168,0z", y - 20), "#fff", 0.22);
        });
    }
    p.shadow(220).rect(-104, -10, 18, 10, 0, c::BARK).rect(86, -10, 18, 10, 0, c::BARK);
    p.rect(-116, -22, 232, 13, 3, k.c).rect_o(40, -22, 76, 13, 3, INK, 0.12);
    bar(p, -22, k.b, 4);
    bar(p, -70, k.a, -6);
    p.rect(-42, -119, 72, 50, 0, c::CREAM).rect(-30, -103, 48, 3, 0, c::DARK).rect(-30, -95, 34, 3, 0, c::LINEN);
    p.rect(-30, -87, 40, 3, 0, c::LINEN);
}

/// Hangs from (0, 0). a cloth, b stripes.
pub fn towel(p: &mut Pen, k: &Colourway) {
    let d = "M-60,12 Q0,-10 60,12 Q74,150 84,262 Q0,276 -84,262 Q-74,150 -60,12 Z";
    p.cast(|p| {
        p.path(d, INK);
    });
    p.solid(d, k.a, from(34).shade(0.09), |p| {
        p.rect(-120, 196, 260, 16, 0, k.b).rect(-120, 220, 260, 5, 0, k.b).rect(-120, 232, 260, 5, 0, k.b);
        p.line_o("M-20,10 Q-26,140 -32,270", INK, 2, 0.12).line_o("M18,10 Q24,140 30,270", INK, 2, 0.12);
    });
    p.line("M0,-12 q-10,12 0,22 q10,-10 0,-22", c::LINEN, 3).oval(0, -14, 6, 6, c::BRASS);
}

/// a bottle, b label, c pump.
pub fn dispenser(p: &mut Pen, k: &Colourway) {
    p.shadow(120)
        .rect(-6, -214, 12, 40, 0, c::STEEL)
        .path("M-14,-232 h30 q6,0 6,6 v10 h-42 l-34,4 q-8,0 -8,-8 q0,-6 8,-7z", k.c);
    p.rect(-22, -186, 44, 28, 4, k.c).rect_o(4, -186, 18, 28, 4, INK, 0.18);
    let d = "M-22,-162 H22 C44,-158 60,-148 60,-124 V-16 q0,16 -16,16 H-44 q-16,0 -16,-16 V-124 C-60,-148 -44,-158 -22,-162 Z";
    p.solid(d, k.a, from(20).gleam(-48, 9), |p| {
        p.rect(-36, -112, 72, 74, 1, k.b).rect(-24, -96, 48, 4, 0, c::DARK).rect(-24, -84, 32, 3, 0, c::STEEL);
        p.rect(-24, -75, 40, 3, 0, c::STEEL).oval(-16, -54, 7, 7, k.a);
    });
}

/// Hangs from (0, 0). a frame, b glass, c strap.
pub fn mirror(p: &mut Pen, k: &Colourway) {
    p.cast(|p| {
        p.oval(0, 170, 112, 112, INK);
    });
    p.line("M0,0 L-58,76 M0,0 L58,76", k.c, 7).oval(0, 0, 9, 9, c::BRASS);
    p.oval(0, 170, 112, 112, k.a);
    p.clip("M-112,170 a112,112 0 1 0 224,0 a112,112 0 1 0 -224,0", |p| {
        p.rect_o(40, 0, 200, 400, 0, INK, 0.14);
    });
    p.oval(0, 170, 98, 98, k.b);
    p.clip("M-98,170 a98,98 0 1 0 196,0 a98,98 0 1 0 -196,0", |p| {
        p.path_o("M-60,300 L30,40 h44 L-16,300z", "#fff", 0.5).path_o("M6,300 L96,40 h14 L20,300z", "#fff", 0.4);
        p.path_o("M-98,170 a98,98 0 0 1 196,0 a98,90 0 0 0 -196,0z", INK, 0.1);
    });
}

/// a jar, b label, c lid beside it.
pub fn candlejar(p: &mut Pen, k: &Colourway) {
    p.shadow(116).path("M-58,-118 a58,10 0 1 1 116,0 a58,10 0 1 1 -116,0", c::CREAM);
    p.flame(-114.0, 0.95);
    let d = "M-58,-118 a58,10 0 0 0 116,0 V-10 q0,10 -10,10 h-96 q-10,0 -10,-10 z";
    p.solid(d, k.a, from(18).gleam(-46, 9), |p| {
        p.rect(-34, -82, 68, 48, 1, k.b).rect(-22, -68, 44, 3, 0, c::DARK).rect(-22, -59, 30, 3, 0, c::LINEN);
        p.rect(-22, -51, 38, 3, 0, c::LINEN);
    });
    p.group("translate(86 12)", |p| {
        p.oval_o(8, -1, 42, 7, INK, 0.15).rect(-36, -13, 72, 13, 3, k.c).rect_o(8, -13, 28, 13, 3, INK, 0.14);
    });
}
