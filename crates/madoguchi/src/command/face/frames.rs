//! `madoguchi face frames`: what a camera sees of a drawn person.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use card_face::{Picture, Variation};

use crate::cli::face::Frames;
use crate::command::tell;
use crate::shelf;

pub(super) fn run(arguments: &Frames) -> anyhow::Result<ExitCode> {
    let person = shelf::Person::load(&arguments.persona)?;
    let person = person.persona().card.seed;
    let folder = &arguments.out;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for variation in Variation::ALL {
        if arguments
            .variation
            .is_some_and(|wanted| wanted != variation)
        {
            continue;
        }
        for number in 0..arguments.count {
            let seed = u64::from(arguments.seed) + u64::from(number);
            let frame = Picture::captured(person, variation, seed);
            let path = folder.join(format!("{}-{seed}.png", variation.code()));
            let new = OpenOptions::new().write(true).create_new(true).open(&path);
            let written = new.and_then(|mut file| {
                let png = frame.to_png().map_err(std::io::Error::other)?;
                file.write_all(&png)
            });
            written.with_context(|| path.display().to_string())?;
            tell(path.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}
