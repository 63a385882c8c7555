//! The curves of false accepts and false rejects, as a picture.

use std::path::Path;

use plotters::prelude::*;
use verification::{DrawnSet, Rates, Tally};

const SIZE: (u32, u32) = (960, 560);
const ACCEPTS: RGBColor = RGBColor(0xC2, 0x41, 0x0C);
const REJECTS: RGBColor = RGBColor(0x1D, 0x4E, 0xD8);
const POLICY: RGBColor = RGBColor(0x15, 0x80, 0x3D);
const WORDS: RGBColor = RGBColor(0x1F, 0x29, 0x37);
const FAINT: RGBColor = RGBColor(0xE5, 0xE7, 0xEB);
const FONT: &str = "Noto Sans CJK JP, Noto Sans JP, sans-serif";

/// Draws both curves into a new picture at `path`, with the point where they meet and
/// the policy's threshold.
pub(super) fn draw(
    path: &Path,
    tally: &Tally,
    set: &DrawnSet,
    threshold: u16,
) -> anyhow::Result<()> {
    let mut svg = String::new();
    let drawn = paint(&mut svg, tally, set, threshold);
    // The painter's own errors hold a borrow of the picture.
    drawn.map_err(|error| anyhow::anyhow!("{error}"))?;
    std::fs::write(path, svg)?;
    Ok(())
}

fn paint(svg: &mut String, tally: &Tally, set: &DrawnSet, threshold: u16) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let curve = tally.curve();
    let (left, right) = worth_seeing(&curve);
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE).map_err(|it| told(&it))?;
    let (head, body) = root.split_vertically(86);
    let line = |size: u32| (FONT, size).into_font().color(&WORDS);
    for (text, size, y) in heading(set) {
        head.draw_text(&text, &line(size), (24, y))
            .map_err(|it| told(&it))?;
    }
    let mut chart = ChartBuilder::on(&body)
        .margin(12)
        .margin_right(28)
        .x_label_area_size(52)
        .y_label_area_size(66)
        .build_cartesian_2d(left..right, 0.0..100.0)
        .map_err(|it| told(&it))?;
    chart
        .configure_mesh()
        .bold_line_style(FAINT)
        .light_line_style(TRANSPARENT)
        .axis_style(WORDS)
        .x_desc("しきい値（千分率） / threshold (thousandths)")
        .y_desc("誤り率 / error rate (%)")
        .x_label_formatter(&|at| format!("{at:.0}"))
        .y_label_formatter(&|at| format!("{at:.0}"))
        .axis_desc_style(line(15))
        .label_style(line(13))
        .draw()
        .map_err(|it| told(&it))?;
    for (name, color, of_rejects) in [
        ("他人受入率 / false accepts", ACCEPTS, false),
        ("本人拒否率 / false rejects", REJECTS, true),
    ] {
        let points = curve.iter().map(|it| {
            let rate = match of_rejects {
                true => it.false_reject_rate(),
                false => it.false_accept_rate(),
            };
            (f64::from(it.threshold), rate * 100.0)
        });
        let points = points.filter(|(at, _)| (left..=right).contains(at));
        chart
            .draw_series(LineSeries::new(points, color.stroke_width(3)))
            .map_err(|it| told(&it))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 22, y)], color.stroke_width(3)));
    }
    let at = f64::from(threshold);
    chart
        .draw_series([PathElement::new(
            [(at, 0.0), (at, 100.0)],
            POLICY.stroke_width(2),
        )])
        .map_err(|it| told(&it))?
        .label(format!(
            "方針のしきい値 / the policy's threshold: {threshold}"
        ))
        .legend(|(x, y)| PathElement::new([(x, y), (x + 22, y)], POLICY.stroke_width(2)));
    let equal = tally.equal_error();
    let percent = equal.error_rate() * 100.0;
    chart
        .draw_series([Circle::new(
            (f64::from(equal.threshold), percent),
            6,
            WORDS.filled(),
        )])
        .map_err(|it| told(&it))?
        .label(format!(
            "等しい誤り率 / equal error: {percent:.1} % ({})",
            equal.threshold
        ))
        .legend(|(x, y)| Circle::new((x + 11, y), 6, WORDS.filled()));
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::Coordinate(20, 250))
        .background_style(WHITE)
        .border_style(FAINT)
        .label_font(line(14))
        .draw()
        .map_err(|it| told(&it))?;
    root.present().map_err(|it| told(&it))
}

/// The lines above the curves, each with its size and how far down it is.
fn heading(set: &DrawnSet) -> [(String, u32, i32); 3] {
    let whose = format!(
        "{} 人 / people × {} 枚 / frames, seed {}",
        set.identities, set.variations, set.seed
    );
    [
        (
            "模擬照合（スタブ）の誤り率 / How often the stub errs".to_owned(),
            24,
            16,
        ),
        (
            "描いた顔による合成データ。実際の顔については何も言えません / \
             synthetic, says nothing about real faces"
                .to_owned(),
            15,
            48,
        ),
        (whose, 13, 70),
    ]
}

/// The thresholds between which something changes, with a little on both sides.
fn worth_seeing(curve: &[Rates]) -> (f64, f64) {
    let changes = |it: &&Rates| it.false_accepts < it.impostors && it.false_rejects < it.genuine;
    let first = curve.iter().find(changes).map_or(0, |it| it.threshold);
    let last = curve
        .iter()
        .rev()
        .find(changes)
        .map_or(1000, |it| it.threshold);
    let left = first.saturating_sub(25);
    let right = last.saturating_add(25).min(1000);
    (f64::from(left), f64::from(right.max(left + 1)))
}
