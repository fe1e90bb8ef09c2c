//! Drawn for light: table lamp, pendant, chamberstick, lantern, matches.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a shade and foot, b stem.
pub fn lamp(p: &mut Pen, k: &Colourway) {
    p.shadow(130).path_o("M-96,-196 L96,-196 L150,0 L-150,0 Z", "#FFF3CF", 0.42);
    p.rect(-5, -200, 10, 190, 0, k.b).rect_o(1, -200, 4, 190, 0, INK, 0.15);
    p.solid("M-62,0 q0,-18 22,-18 h80 q22,0 22,18 z", k.a, from(18), |_| {});
    p.oval(0, -300, 7, 6, k.b).oval(0, -196, 104, 12, "#F6E3A8");
    p.solid(
        "M-104,-196 C-100,-272 -56,-300 0,-300 C56,-300 100,-272 104,-196 Z",
        k.a,
        from(30).gleam(-78, 12),
        |_| {},
    );
    p.oval(0, -196, 104, 7, "#FBEFC6");
}

/// Hangs from (0, 0), the ceiling. a shade, b fitting, c flex.
pub fn pendant(p: &mut Pen, k: &Colourway) {
    p.path_o("M-108,206 L108,206 L176,500 L-176,500 Z", "#FFF3CF", 0.45);
    p.line("M0,-90 V96", k.c, 4).rect(-15, 84, 30, 34, 4, k.b).rect_o(2, 84, 13, 34, 4, INK, 0.15);
    p.oval(0, 206, 122, 13, "#F6E3A8").oval(0, 214, 26, 22, "#FDF3D2");
    p.solid(
        "M-122,206 C-104,150 -52,142 -26,112 H26 C52,142 104,150 122,206 Z",
        k.a,
        from(34).gleam(-76, 11),
        |_| {},
    );
    p.oval(0, 206, 122, 7, "#FBEFC6").oval(0, 212, 22, 16, "#FFFBEA");
}

/// a wax, b metal.
pub fn candle(p: &mut Pen, k: &Colourway) {
    p.shadow(150).line("M66,-14 q40,-8 34,-30 q-8,-18 -30,-4", k.b, 7);
    p.solid("M-70,-10 q0,10 16,10 h108 q16,0 16,-10 z", k.b, from(20), |_| {});
    p.oval(0, -10, 70, 10, k.b).oval_o(0, -10, 70, 10, "#fff", 0.16);
    p.solid("M-20,-46 h40 l-5,34 h-30 z", k.b, from(4).gleam(-16, 4), |_| {});
    p.oval(0, -46, 20, 4, k.b).oval_o(0, -46, 20, 4, "#fff", 0.3);
    p.solid("M-12,-46 V-196 q12,-8 24,0 V-46 z", k.a, from(3).shade(0.12), |_| {});
    p.flame(-194.0, 1.08);
}

/// a frame, b candle, c ring.
pub fn lantern(p: &mut Pen, k: &Colourway) {
    p.shadow(150).line("M-26,-234 C-30,-290 30,-290 26,-234", k.c, 7);
    p.oval_o(0, -110, 104, 110, c::GLOW, 0.35);
    p.rect_o(-62, -186, 124, 170, 0, "#F4F1E0", 0.7);
    p.solid("M-17,-22 V-88 q17,-8 34,0 V-22z", k.b, from(5).shade(0.12), |_| {});
    p.flame(-86.0, 0.86).rect_o(-52, -180, 10, 160, 0, "#fff", 0.6).rect_o(26, -186, 36, 170, 0, INK, 0.06);
    for x in [-70, -4, 60] {
        p.rect_o(x, -190, if x == -4 { 5 } else { 10 }, 178, 0, k.a, if x == -4 { 0.0 } else { 1.0 });
    }
    p.solid("M-82,-186 L-30,-238 H30 L82,-186 Z", k.a, from(18).gleam(-40, 9), |_| {});
    p.rect(-84, -190, 168, 10, 2, k.a).solid("M-80,-22 H80 V-4 q0,4 -4,4 H-76 q-4,0 -4,-4z", k.a, from(24), |_| {});
    p.rect_o(60, -190, 10, 170, 0, INK, 0.16);
}

/// a box, b label, c heads.
pub fn matches(p: &mut Pen, k: &Colourway) {
    p.shadow(220);
    p.group("translate(34 -4)", |p| {
        p.rect(-80, -196, 132, 120, 2, c::OAT).rect_o(-74, -190, 120, 60, 0, INK, 0.2);
        for i in 0..9 {
            let x = -70 + 13 * i;
            p.rect(x, -186 + (i % 3) * 3, 6, 60, 0, c::STRAW).oval(x + 3, -188 + (i % 3) * 3, 5.5, 8, k.c);
        }
        p.solid("M-84,-146 H56 V-6 q0,6 -6,6 H-78 q-6,0 -6,-6z", k.a, from(16).shade(0.11), |p| {
            p.rect(-68, -126, 108, 92, 0, k.b).oval(-14, -80, 30, 30, k.a).oval(-14, -80, 14, 14, k.c);
            p.rect(-54, -48, 80, 4, 0, k.a).rect_o(-84, -14, 160, 20, 0, INK, 0.3);
        });
    });
    p.group("rotate(-20 -112 0)", |p| {
        p.rect(-150, -7, 92, 7, 0, c::STRAW).oval(-152, -4, 10, 7, k.c);
    });
}
