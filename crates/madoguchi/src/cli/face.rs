//! The words of `madoguchi face`.

use std::path::PathBuf;
use std::sync::Arc;

use card_face::Variation;
use clap::{Args, Subcommand};
use verification::Policy;

#[derive(Args)]
pub(crate) struct Face {
    /// What is done.
    #[command(subcommand)]
    pub(crate) command: FaceCommand,
}

#[derive(Subcommand)]
pub(crate) enum FaceCommand {
    /// 模擬照合（スタブ）の誤り率を、描いた顔で測る / measure how often the stub errs, on drawn faces
    #[command(after_help = "例 / Examples:\n  madoguchi face evaluate --seed 1\n  \
        madoguchi face evaluate --seed 1 --plot curve.svg --json > rates.json\n\
        描いた顔による合成データで、実際の顔については何も言えません / synthetic: it says nothing about real faces.")]
    Evaluate(Evaluate),
    /// カードの写真と1枚の画像を比べる（スタブ） / compare a card's photo with a picture, by the stub
    #[command(
        after_help = "例 / Example:\n  madoguchi face compare photo.jp2 frame.png --json\n\
        終了コード / Exit codes: 0 一致 / they match, 1 一致しない / they do not, 2 画像でない / no picture, \
        34 照合できない画像 / nothing to compare in it"
    )]
    Compare(Compare),
    /// 描いた人物をカメラで撮った画像を書き出す / write what a camera sees of a drawn person
    #[command(
        after_help = "例 / Examples:\n  madoguchi face frames hardware/cards/insured.toml --out frames\n  \
        madoguchi face frames hardware/cards/insured.toml --out frames --variation occlusion --count 5\n\
        受付で使う / at a desk: madoguchi visit … --reader-kind face --camera film:frames"
    )]
    Frames(Frames),
}

#[derive(Args)]
pub(crate) struct Evaluate {
    /// Another seed gives other people; the same gives the same result.
    #[arg(long, value_name = "N")]
    pub(crate) seed: u32,
    /// How many people are drawn.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..=100_000), value_name = "N")]
    pub(crate) identities: u32,
    /// How many frames of each: plain, pose, light, noise, occlusion, and from the beginning.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000), value_name = "N")]
    pub(crate) variations: u32,
    /// With how many other people's photos each frame is compared.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1000), value_name = "N")]
    pub(crate) impostors: u32,
    /// The rates at every threshold, as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Draws the curves.
    #[arg(long, value_parser = svg, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Compare {
    /// The card's photo: JPEG 2000, PNG or JPEG.
    pub(crate) photo: PathBuf,
    /// The camera's frame: PNG or JPEG.
    pub(crate) frame: PathBuf,
    /// The policy whose threshold decides, if not the product's.
    #[arg(long, value_parser = super::visit::policy, value_name = "FILE")]
    pub(crate) policy: Option<Arc<Policy>>,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Frames {
    /// Who is drawn.
    #[arg(value_name = "PERSONA.toml")]
    pub(crate) persona: PathBuf,
    /// The folder they are put into; nothing in it is written over.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// What makes it hard to see who it is; every variation if not given.
    #[arg(long, value_parser = variation, value_name = "plain|pose|light|noise|occlusion")]
    pub(crate) variation: Option<Variation>,
    /// How many frames of each variation.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000), value_name = "N")]
    pub(crate) count: u32,
    /// The seed of the first; the next have the next.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) seed: u32,
}

fn svg(path: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(path);
    match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("svg") => Ok(path),
        _ => Err("the curves are drawn as SVG; name a file that ends in .svg".to_owned()),
    }
}

fn variation(code: &str) -> Result<Variation, String> {
    let known = Variation::ALL.into_iter().find(|it| it.code() == code);
    known.ok_or_else(|| "write plain, pose, light, noise or occlusion".to_owned())
}
