//! Files that mean harm, each read in a process of its own: what it is refused for or
//! read as, in bounded memory and without hanging. `--nocapture` shows a table.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and so do its helpers"
)]

#[path = "hostile/codestreams.rs"]
mod codestreams;
#[path = "hostile/jpegs.rs"]
mod jpegs;
#[path = "hostile/pngs.rs"]
mod pngs;

use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use card_face::{Photo, Picture, PictureError};

/// The most memory a process may ever have had that reads one file, KiB.
const MOST_MEMORY: u64 = 256 * 1024;

/// Tells a child which file to read.
const FILE: &str = "HOSTILE_FILE";

/// A file, and what may come of it.
#[derive(Clone)]
struct Hostile {
    name: &'static str,
    bytes: Vec<u8>,
    answers: Vec<Answer>,
}

/// What comes of a file.
#[derive(Debug, Clone, PartialEq)]
enum Answer {
    /// A picture of this size.
    Read(u32, u32),
    Refused(PictureError),
}

impl Answer {
    fn text(&self) -> String {
        match self {
            Answer::Read(width, height) => format!("read, {width} × {height}"),
            Answer::Refused(error) => error.to_string(),
        }
    }
}

fn hostile(name: &'static str, bytes: Vec<u8>, answers: impl Into<Vec<Answer>>) -> Hostile {
    let answers = answers.into();
    Hostile {
        name,
        bytes,
        answers,
    }
}

fn damaged(why: &'static str) -> Answer {
    Answer::Refused(PictureError::Damaged(why))
}

fn unsupported(why: &'static str) -> Answer {
    Answer::Refused(PictureError::Unsupported(why))
}

fn too_large(why: &'static str) -> Answer {
    Answer::Refused(PictureError::TooLarge(why))
}

fn too_slow() -> Answer {
    Answer::Refused(PictureError::TooSlow { seconds: 2 })
}

/// So many bytes without sense, the same each time.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let bytes = (0..count).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    bytes.collect()
}

fn no_pictures() -> Vec<Hostile> {
    let neither = damaged("neither PNG nor JPEG");
    let other = unsupported("give a PNG or a JPEG");
    let gif = b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01\0;";
    let webp = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0ANIM";
    let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
    large.resize(50_000_000, 0);
    let too_long = Answer::Refused(PictureError::FileTooLarge { most: 8 << 20 });
    vec![
        hostile("an empty file", Vec::new(), [neither.clone()]),
        hostile("a letter", b"Dear sir".to_vec(), [neither.clone()]),
        hostile("8 MiB of noise", noise(8 << 20), [neither]),
        hostile("a moving GIF", gif.to_vec(), [other.clone()]),
        hostile("a moving WebP", webp.to_vec(), [other.clone()]),
        hostile("a bitmap", b"BM\xFF\xFF\xFF\x7F".to_vec(), [other]),
        hostile("a file of 50 MB", large, [too_long]),
    ]
}

/// Each file is written here, and read by a child process.
#[test]
fn hostile_files_are_refused_or_read_within_256_mib() {
    let place = tempfile::tempdir().unwrap();
    println!("{:>8} {:>8}  file: answer", "ms", "MiB");
    let frames = [no_pictures(), pngs::all(), jpegs::all()].concat();
    let frames = frames.into_iter().map(|file| ("frame", file));
    let photos = codestreams::all().into_iter().map(|file| ("photo", file));
    for (kind, file) in frames.chain(photos) {
        let path = place.path().join(kind);
        fs::write(&path, &file.bytes).unwrap();
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "a_child_reads_one_file", "--nocapture"])
            .env(FILE, &path)
            .output()
            .unwrap();
        let said = String::from_utf8(child.stdout).unwrap();
        let said = said.lines().find_map(|line| line.split_once("answer "));
        let said = said
            .unwrap_or_else(|| panic!("{} ended the child", file.name))
            .1;
        let [took, peak, answer] = said.splitn(3, ' ').collect::<Vec<_>>()[..] else {
            panic!("{said}");
        };
        let peak: u64 = peak.parse().unwrap();
        println!("{took:>8} {:>8}  {}: {answer}", peak / 1024, file.name);
        assert!(peak < MOST_MEMORY, "{}: {peak} KiB", file.name);
        let expected: Vec<_> = file.answers.iter().map(Answer::text).collect();
        let found = expected.iter().any(|it| it == answer);
        assert!(found, "{}: {answer}, not {expected:?}", file.name);
    }
}

/// Nothing, but in a child: reads the file, says what came of it, and what the most
/// memory was, of a decoder that was left behind too.
#[test]
#[expect(clippy::disallowed_methods, reason = "the time is what is shown")]
fn a_child_reads_one_file() {
    let Some(path) = env::var_os(FILE) else {
        return;
    };
    let as_photo = path.to_string_lossy().ends_with("photo");
    let bytes = fs::read(path).unwrap();
    let begun = Instant::now();
    let answer = if as_photo {
        Photo::from_jpeg2000(&bytes).map(|_| Answer::Read(378, 472))
    } else {
        Picture::read(&bytes).map(|it| Answer::Read(it.width(), it.height()))
    };
    let took = begun.elapsed();
    // A hang guard: a decoder left behind must end.
    while decoding() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never ends");
        thread::sleep(Duration::from_millis(20));
    }
    let answer = answer.unwrap_or_else(Answer::Refused).text();
    println!("answer {} {} {answer}", took.as_millis(), peak());
}

/// Whether a decoder's thread still lives.
fn decoding() -> bool {
    fs::read_dir("/proc/self/task").unwrap().any(|task| {
        let name = fs::read_to_string(task.unwrap().path().join("comm"));
        name.is_ok_and(|name| name.trim() == "photo")
    })
}

/// The most memory this process ever had, KiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.unwrap().split_whitespace().next().unwrap();
    number.parse().unwrap()
}
