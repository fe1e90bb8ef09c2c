//! The pen: a few SVG strokes, and the recipe of light and shade that every thing shares.
//!
//! Things stand on (0, 0) and y grows downward; light falls from the upper left. No gradients, no outlines.
use std::fmt::Write;

/// Shade and shadow.
pub const INK: &str = "#2B2A26";
const WHITE: &str = "#fff";

/// The colours things are made of: two or three a thing.
pub mod c {
    pub const PINE: &str = "#1F4D3A";
    pub const MOSS: &str = "#6F8A6D";
    pub const SAGE: &str = "#A9B79F";
    pub const CLAY: &str = "#B4674A";
    pub const TERRA: &str = "#CC9072";
    pub const OCHRE: &str = "#CFA04E";
    pub const STRAW: &str = "#E3C98C";
    pub const CREAM: &str = "#FBF6EB";
    pub const OAT: &str = "#E4DAC6";
    pub const LINEN: &str = "#CFC2A8";
    pub const WOOD: &str = "#B98D60";
    pub const BARK: &str = "#8A6440";
    pub const DARK: &str = "#34332E";
    pub const SLATE: &str = "#5F6F73";
    pub const MIST: &str = "#B7C4C5";
    pub const BRASS: &str = "#BC9548";
    pub const STEEL: &str = "#9AA3A1";
    pub const FLAME: &str = "#EFB94B";
    pub const GLOW: &str = "#FBE7A6";
    pub const BERRY: &str = "#8C3F46";
}

/// How the light lies on a base shape.
#[derive(Clone, Copy)]
pub struct Light {
    /// Where the hard shade begins; it covers all to the right of it.
    pub shade_x: f64,
    /// The strength of that shade.
    pub shade: f64,
    /// Left edge and width of the narrow light, if there is one.
    pub gleam: Option<(f64, f64)>,
}

/// Shade from `x` on, at the usual 13%, without a gleam.
pub fn from(x: impl Into<f64>) -> Light {
    Light { shade_x: x.into(), shade: 0.13, gleam: None }
}

impl Light {
    pub fn shade(self, shade: f64) -> Self {
        Self { shade, ..self }
    }
    pub fn gleam(self, x: impl Into<f64>, width: impl Into<f64>) -> Self {
        Self { gleam: Some((x.into(), width.into())), ..self }
    }
}

/// Collects SVG text. Clip ids begin with its prefix, so that several drawings may share a page.
pub struct Pen {
    out: String,
    prefix: String,
    clips: u32,
}

/// A coordinate with one decimal at most.
fn n(x: f64) -> f64 {
    let r = (x * 10.0).round() / 10.0;
    if r == 0.0 { 0.0 } else { r }
}

impl Pen {
    pub fn new(prefix: impl Into<String>) -> Self {
        Self { out: String::with_capacity(6 * 1024), prefix: prefix.into(), clips: 0 }
    }

    pub fn finish(self) -> String {
        self.out
    }

    /// Raw SVG text; the caller vouches for it.
    pub fn raw(&mut self, text: &str) -> &mut Self {
        self.out.push_str(text);
        self
    }

    // Writing to a `String` cannot fail, so the results are let go.
    fn put(&mut self, args: std::fmt::Arguments<'_>) -> &mut Self {
        let _ = self.out.write_fmt(args);
        self
    }

    fn end(&mut self, opacity: f64) -> &mut Self {
        if opacity < 1.0 {
            self.put(format_args!(" opacity=\"{opacity}\""));
        }
        self.raw("/>")
    }

    pub fn path(&mut self, d: &str, fill: &str) -> &mut Self {
        self.path_o(d, fill, 1.0)
    }
    pub fn path_o(&mut self, d: &str, fill: &str, opacity: f64) -> &mut Self {
        self.put(format_args!("<path d=\"{d}\" fill=\"{fill}\"")).end(opacity)
    }

    pub fn line(&mut self, d: &str, stroke: &str, width: impl Into<f64>) -> &mut Self {
        self.line_o(d, stroke, width, 1.0)
    }
    pub fn line_o(&mut self, d: &str, stroke: &str, width: impl Into<f64>, opacity: f64) -> &mut Self {
        let width = width.into();
        self.put(format_args!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\""
        ))
        .end(opacity)
    }

    pub fn oval(
        &mut self,
        x: impl Into<f64>,
        y: impl Into<f64>,
        rx: impl Into<f64>,
        ry: impl Into<f64>,
        fill: &str,
    ) -> &mut Self {
        self.oval_o(x, y, rx, ry, fill, 1.0)
    }
    pub fn oval_o(
        &mut self,
        x: impl Into<f64>,
        y: impl Into<f64>,
        rx: impl Into<f64>,
        ry: impl Into<f64>,
        fill: &str,
        opacity: f64,
    ) -> &mut Self {
        let (x, y, rx, ry) = (n(x.into()), n(y.into()), n(rx.into()), n(ry.into()));
        self.put(format_args!("<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\" fill=\"{fill}\""))
            .end(opacity)
    }

    /// A rectangle with corners of radius `r`.
    pub fn rect(
        &mut self,
        x: impl Into<f64>,
        y: impl Into<f64>,
        w: impl Into<f64>,
        h: impl Into<f64>,
        r: impl Into<f64>,
        fill: &str,
    ) -> &mut Self {
        self.rect_o(x, y, w, h, r, fill, 1.0)
    }
    #[expect(clippy::too_many_arguments, reason = "the numbers of an SVG rectangle, in its own order")]
    pub fn rect_o(
        &mut self,
        x: impl Into<f64>,
        y: impl Into<f64>,
        w: impl Into<f64>,
        h: impl Into<f64>,
        r: impl Into<f64>,
        fill: &str,
        opacity: f64,
    ) -> &mut Self {
        let (x, y, w, h, r) = (n(x.into()), n(y.into()), n(w.into()), n(h.into()), n(r.into()));
        self.put(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\""));
        if r > 0.0 {
            self.put(format_args!(" rx=\"{r}\""));
        }
        self.put(format_args!(" fill=\"{fill}\"")).end(opacity)
    }

    /// What `inner` draws, moved and turned by an SVG transform.
    pub fn group(&mut self, transform: &str, inner: impl FnOnce(&mut Self)) -> &mut Self {
        self.put(format_args!("<g transform=\"{transform}\">"));
        inner(self);
        self.raw("</g>")
    }

    /// What `inner` draws in [`INK`], thrown on the wall behind: 12 right, 9 down, at 12%.
    pub fn cast(&mut self, inner: impl FnOnce(&mut Self)) -> &mut Self {
        self.raw("<g transform=\"translate(12 9)\" opacity=\".12\">");
        inner(self);
        self.raw("</g>")
    }

    /// What `inner` draws, kept within the outline `d`.
    pub fn clip(&mut self, d: &str, inner: impl FnOnce(&mut Self)) -> &mut Self {
        self.clips += 1;
        let id = format!("{}-{}", self.prefix, self.clips);
        self.put(format_args!("<clipPath id=\"{id}\"><path d=\"{d}\"/></clipPath><g clip-path=\"url(#{id})\">"));
        inner(self);
        self.raw("</g>")
    }

    /// A body: its base, the markings, the hard shade on the right, the narrow light on the left.
    pub fn solid(&mut self, d: &str, fill: &str, light: Light, marks: impl FnOnce(&mut Self)) -> &mut Self {
        self.path(d, fill).clip(d, |p| {
            marks(p);
            p.rect_o(light.shade_x, -500, 500, 1000, 0, INK, light.shade);
            if let Some((x, w)) = light.gleam {
                p.rect_o(x, -500, w, 1000, 0, WHITE, 0.28);
            }
        })
    }

    /// The shadow on the table of something `width` wide.
    pub fn shadow(&mut self, width: impl Into<f64>) -> &mut Self {
        let w = width.into();
        self.oval_o(w * 0.16, -1, w * 0.62, (w * 0.06).max(6.0), INK, 0.15)
    }

    /// Dots of iron in a glaze.
    pub fn specks(&mut self, scale: (f64, f64)) -> &mut Self {
        const SPECKS: [(i16, i16, f64); 14] = [
            (-48, -96, 1.8),
            (-30, -60, 1.4),
            (-12, -104, 1.5),
            (6, -74, 1.9),
            (24, -100, 1.3),
            (40, -58, 1.7),
            (-56, -50, 1.3),
            (-20, -36, 1.6),
            (18, -44, 1.4),
            (52, -88, 1.4),
            (-40, -118, 1.2),
            (12, -116, 1.3),
            (34, -32, 1.3),
            (-4, -52, 1.2),
        ];
        for (x, y, r) in SPECKS {
            self.oval_o(f64::from(x) * scale.0, f64::from(y) * scale.1, r, r, INK, 0.35);
        }
        self
    }

    /// A paper label with one dark and two pale lines of writing.
    pub fn label(
        &mut self,
        x: impl Into<f64>,
        y: impl Into<f64>,
        w: impl Into<f64>,
        h: impl Into<f64>,
    ) -> &mut Self {
        let (x, y, w, h) = (x.into(), y.into(), w.into(), h.into());
        self.rect(x, y, w, h, 1, c::CREAM)
            .rect(x + w * 0.17, y + h * 0.28, w * 0.64, 3, 0, c::DARK)
            .rect(x + w * 0.17, y + h * 0.48, w * 0.44, 3, 0, c::LINEN)
            .rect(x + w * 0.17, y + h * 0.66, w * 0.54, 3, 0, c::LINEN)
    }

    /// A flame whose wick ends at (0, y), and its glow.
    pub fn flame(&mut self, y: f64, size: f64) -> &mut Self {
        let at = |k: f64| n(y - k * size);
        let x = |k: f64| n(k * size);
        let outer = format!(
            "M0,{} C{},{} {},{} 0,{} C{},{} {},{} 0,{}z",
            at(52.0),
            x(15.0),
            at(28.0),
            x(13.0),
            at(4.0),
            at(4.0),
            x(-13.0),
            at(4.0),
            x(-15.0),
            at(28.0),
            at(52.0)
        );
        let inner = format!(
            "M0,{} C{},{} {},{} 0,{} C{},{} {},{} 0,{}z",
            at(32.0),
            x(7.0),
            at(20.0),
            x(7.0),
            at(6.0),
            at(6.0),
            x(-7.0),
            at(6.0),
            x(-7.0),
            at(20.0),
            at(32.0)
        );
        let wick = format!("M0,{} V{}", n(y), at(9.0));
        self.oval_o(0, at(26.0), 42.0 * size, 46.0 * size, c::GLOW, 0.38)
            .path(&outer, c::FLAME)
            .path(&inner, "#FDF0C6")
            .line(&wick, INK, 2.5)
    }
}
