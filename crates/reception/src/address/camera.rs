//! Which camera, as people write it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use card_face::Variation;

/// A camera, or what stands in for one, by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameraAddress {
    /// `files:PATH` or `files:PATH,PATH,…`: one picture a comparison.
    Files(Vec<PathBuf>),
    /// `film:FOLDER`: the folder's pictures, one a comparison.
    Film(PathBuf),
    /// `drawn:PERSONA.toml[,VARIATION][,SEED]`: that persona, drawn as she stands before
    /// a camera.
    Drawn {
        /// Who stands there.
        persona: PathBuf,
        /// What makes it hard to see that it is she; `plain` if not written.
        variation: Variation,
        /// The seed of everything else; 0 if not written.
        seed: u64,
    },
}

/// Why a text is no camera's address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CameraAddressError {
    /// The part before the colon is none that is known.
    #[error(
        "カメラの指定ではありません / {0:?} is no camera; write files:PATH, film:FOLDER or drawn:PERSONA.toml[,VARIATION][,SEED]"
    )]
    Unknown(String),
    /// Nothing behind the colon, or between two commas.
    #[error(
        "見るものがありません / {0:?} names nothing to look at; write files:PATH, film:FOLDER or drawn:PERSONA.toml[,VARIATION][,SEED]"
    )]
    Nothing(String),
    /// What follows a drawn persona is neither variation nor seed.
    #[error(
        "変化の種類でもシードでもありません / {0:?} is neither a variation (plain, pose, light, noise, occlusion) nor a seed (a whole number)"
    )]
    NoVariation(String),
}

impl FromStr for CameraAddress {
    type Err = CameraAddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        use CameraAddressError::{NoVariation, Nothing, Unknown};
        let (kind, rest) = text
            .split_once(':')
            .ok_or_else(|| Unknown(text.to_owned()))?;
        if !matches!(kind, "files" | "film" | "drawn") {
            return Err(Unknown(text.to_owned()));
        }
        if rest.is_empty() || (kind != "film" && rest.split(',').any(str::is_empty)) {
            return Err(Nothing(text.to_owned()));
        }
        match kind {
            "files" => return Ok(Self::Files(rest.split(',').map(PathBuf::from).collect())),
            "film" => return Ok(Self::Film(rest.into())),
            _ => {}
        }
        let (persona, how) = rest.split_once(',').unwrap_or((rest, ""));
        let (mut variation, mut seed) = (None, None);
        for word in how.split(',').filter(|word| !word.is_empty()) {
            let known = Variation::ALL.into_iter().find(|it| it.code() == word);
            match (known, word.parse()) {
                // A seed comes last.
                (Some(known), _) if variation.is_none() && seed.is_none() => {
                    variation = Some(known);
                }
                (None, Ok(number)) if seed.is_none() => seed = Some(number),
                _ => return Err(NoVariation(word.to_owned())),
            }
        }
        Ok(Self::Drawn {
            persona: persona.into(),
            variation: variation.unwrap_or(Variation::Plain),
            seed: seed.unwrap_or(0),
        })
    }
}

impl fmt::Display for CameraAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(paths) => {
                let paths: Vec<_> = paths.iter().map(|it| it.display().to_string()).collect();
                write!(f, "files:{}", paths.join(","))
            }
            Self::Film(folder) => write!(f, "film:{}", folder.display()),
            Self::Drawn {
                persona,
                variation,
                seed,
            } => write!(f, "drawn:{},{},{seed}", persona.display(), variation.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_from_its_text() {
        for text in [
            "files:one.png",
            "files:one.png,two.jpg",
            "film:frames",
            "film:odd, but a folder",
            "drawn:hardware/cards/insured.toml,pose,7",
        ] {
            let address: CameraAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn a_drawn_persona_stands_there_plainly_unless_told_otherwise() {
        for (text, whole) in [
            ("drawn:a.toml", "drawn:a.toml,plain,0"),
            ("drawn:a.toml,light", "drawn:a.toml,light,0"),
            ("drawn:a.toml,9", "drawn:a.toml,plain,9"),
        ] {
            let address: CameraAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), whole);
        }
    }

    #[test]
    fn what_is_no_camera_is_refused_with_what_would_be_one() {
        for wrong in [
            "",
            "files",
            "files:",
            "files:one.png,",
            "film:",
            "drawn:",
            "drawn:,pose",
            "drawn:a.toml,happy",
            "drawn:a.toml,-1",
            "drawn:a.toml,7,pose",
            "drawn:a.toml,pose,light",
            "drawn:a.toml,7,8",
            "usb:0",
            "a.png",
        ] {
            assert!(wrong.parse::<CameraAddress>().is_err(), "{wrong}");
        }
    }
}
