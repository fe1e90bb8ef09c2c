//! Drawn for tea and coffee: teapot, kettle, dripper, caddy, cup and saucer.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a glaze, b knob.
pub fn teapot(p: &mut Pen, k: &Colourway) {
    let d = "M-86,-64 C-86,-118 -50,-136 0,-136 C50,-136 86,-118 86,-64 C86,-20 60,0 30,0 H-30 C-60,0 -86,-20 -86,-64 Z";
    p.shadow(190).line("M-70,-104 C-136,-128 -150,-44 -78,-30", k.a, 13);
    p.path("M70,-58 C110,-60 112,-108 132,-122 L144,-114 C134,-84 128,-30 64,-22 Z", k.a);
    p.path_o("M70,-40 C116,-46 120,-100 144,-114 C134,-84 128,-30 64,-22 Z", INK, 0.2);
    p.solid(d, k.a, from(26).shade(0.17), |p| {
        p.group("rotate(24 -40 -86)", |p| {
            p.oval_o(-40, -86, 16, 26, "#fff", 0.16);
        });
    });
    p.path("M-44,-132 q44,-22 88,0 q-44,10 -88,0z", k.a).line_o("M-44,-131 q44,11 88,0", "#fff", 1.6, 0.3);
    p.oval(0, -152, 11, 10, k.b);
}

/// a enamel, b handle grip, c band.
pub fn kettle(p: &mut Pen, k: &Colourway) {
    p.shadow(200).line("M-66,-128 C-74,-232 74,-232 66,-128", c::DARK, 8);
    p.line("M-34,-201 Q0,-212 34,-201", k.b, 17).line_o("M8,-208 Q22,-206 34,-201", INK, 17, 0.14);
    p.path("M70,-52 C104,-64 112,-110 142,-128 L154,-116 C146,-84 124,-26 74,-14Z", k.a);
    p.path_o("M76,-28 C120,-44 128,-100 154,-116 C146,-84 124,-26 74,-14Z", INK, 0.18);
    let d = "M-58,-136 C-84,-112 -98,-60 -96,-18 Q-95,0 -78,0 H78 Q95,0 96,-18 C98,-60 84,-112 58,-136 Z";
    p.solid(d, k.a, from(30).shade(0.15).gleam(-72, 12), |p| {
        p.rect(-120, -22, 240, 6, 0, k.c);
    });
    p.solid("M-60,-134 C-48,-160 48,-160 60,-134 Q0,-124 -60,-134Z", k.a, from(20), |_| {}).line_o(
        "M-58,-134 Q0,-124 58,-134",
        "#fff",
        1.8,
        0.4,
    );
    p.oval(0, -158, 13, 10, k.b);
}

/// a cone, b coffee, c collar.
pub fn dripper(p: &mut Pen, k: &Colourway) {
    let glass =
        "M-34,-112 C-34,-92 -74,-74 -74,-30 V-16 q0,16 16,16 H58 q16,0 16,-16 V-30 C74,-74 34,-92 34,-112 Z";
    p.shadow(148).line_o("M66,-76 C116,-84 112,-20 70,-22", c::MIST, 10, 0.9);
    p.path_o(glass, c::MIST, 0.62).clip(glass, |p| {
        p.rect_o(-90, -52, 180, 60, 0, k.b, 0.92).oval_o(0, -52, 72, 7, "#fff", 0.2);
        p.rect_o(24, -120, 80, 130, 0, INK, 0.1).rect_o(-58, -70, 9, 58, 0, "#fff", 0.5);
    });
    p.rect(-60, -124, 120, 13, 6, k.c);
    p.line("M70,-204 C112,-210 108,-156 60,-158", k.a, 12).line_o(
        "M70,-204 C112,-210 108,-156 60,-158",
        INK,
        12,
        0.13,
    );
    p.solid("M-88,-222 H88 L38,-124 H-38 Z", k.a, from(22).gleam(-66, 10), |p| {
        for x in [-48, -18, 14, 44] {
            p.line_o(&format!("M{x},-222 L{},-124", x / 2), INK, 2, 0.12);
        }
    });
    p.oval(0, -222, 88, 12, k.a)
        .oval_o(0, -222, 88, 12, "#fff", 0.32)
        .path("M-78,-222 a78,9 0 0 1 156,0 l-10,-18 h-136z", c::CREAM);
    p.oval_o(0, -222, 72, 7, "#5B3F2C", 0.9);
}

/// a tin, b label band, c lid.
pub fn tin(p: &mut Pen, k: &Colourway) {
    let d = "M-66,-150 V-10 a66,10 0 0 0 132,0 V-150 Z";
    p.shadow(140).solid(d, k.a, from(22).gleam(-50, 10), |p| {
        p.path("M-80,-104 h160 v64 h-160z", k.b).rect(-80, -112, 160, 3, 0, k.b).rect(-80, -35, 160, 3, 0, k.b);
        p.oval(-4, -72, 22, 22, k.a).path("M-4,-88 q18,10 0,32 q-18,-22 0,-32z", k.b);
    });
    let lid = "M-70,-186 V-148 a70,10 0 0 0 140,0 V-186 Z";
    p.solid(lid, k.c, from(24).gleam(-54, 10), |_| {});
    p.oval(0, -186, 70, 11, k.c).oval_o(0, -186, 70, 11, "#fff", 0.26).oval_o(0, -187, 52, 7, INK, 0.06);
}

/// a glaze, b saucer, c tea.
pub fn cup(p: &mut Pen, k: &Colourway) {
    p.shadow(220).solid("M-112,-20 h224 q-14,18 -64,20 h-96 q-50,-2 -64,-20z", k.b, from(34), |_| {});
    p.oval(0, -20, 112, 12, k.b).oval_o(0, -20, 112, 12, "#fff", 0.24).oval_o(8, -18, 62, 7, INK, 0.12);
    let handle = "M72,-96 C124,-106 118,-44 58,-48";
    p.line(handle, k.a, 12).line_o(handle, INK, 12, 0.13);
    let d = "M-84,-114 C-82,-60 -56,-28 -34,-18 H34 C56,-28 82,-60 84,-114 Z";
    p.solid(d, k.a, from(24).gleam(-66, 10), |_| {});
    p.oval(0, -114, 84, 13, k.a).oval_o(0, -114, 84, 13, "#fff", 0.38);
    p.clip("M-76,-114 a76,10 0 1 0 152,0 a76,10 0 1 0 -152,0", |p| {
        p.oval_o(0, -114, 76, 10, INK, 0.14).oval(0, -109, 74, 9, k.c);
    });
    p.line_o("M-18,-146 q-12,-14 0,-28 q12,-14 0,-28", "#fff", 5, 0.6).line_o(
        "M14,-146 q-10,-12 0,-24 q10,-12 0,-24",
        "#fff",
        5,
        0.45,
    );
}
