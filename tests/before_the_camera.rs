//! What a camera gives `madoguchi visit`: a film, and files that are no pictures or
//! would rather not be looked at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::stage::clinic::PIN;
use crate::stage::home::persona;
use crate::stage::processes::{madoguchi, run, words};
use crate::stage::verifying::{Desk, FACE_READER, assert_ended, camera, lines};

#[test]
fn frames_of_a_film_are_taken_in_the_order_of_their_names() {
    let desk = Desk::open();
    let film = desk.home.path().join("film");
    let drawn = |name: &str, folder: &Path| {
        let mut frames = madoguchi();
        frames
            .args(["face", "frames"])
            .arg(persona(name))
            .arg("--out");
        assert_ended(&run(frames.arg(folder), ""), 0);
    };
    let (hers, anothers) = (film.join("hers"), film.join("anothers"));
    drawn("insured", &hers);
    drawn("child", &anothers);
    let one = |folder: &Path| {
        let mut frames: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        frames.sort();
        frames
            .iter()
            .find(|it| it.display().to_string().contains("plain"))
            .unwrap()
            .clone()
    };
    fs::copy(one(&anothers), film.join("1.png")).unwrap();
    fs::copy(one(&hers), film.join("2.png")).unwrap();
    let camera = format!("film:{}", film.display());
    let ways = ["--camera", &camera, "--method", "face,face"];
    let report = desk.told(&[&FACE_READER[..], &ways].concat(), "", 0);
    assert_eq!(report["assurance"]["attempts"], 2);
    let ways = ["--camera", &camera, "--method", "face"];
    let report = desk.told(&[&FACE_READER[..], &ways].concat(), "", 33);
    assert_eq!(report["reason"], "FACE_MISMATCH");
}

/// The most memory a visit may take, KiB.
const MOST_MEMORY: u64 = 256 * 1024;
/// A visit that takes longer hangs. Looking at a picture ends by itself after 2 s.
const HANGS: Duration = Duration::from_secs(30);

/// Files that nobody should hand to a desk.
fn hostile(folder: &Path) -> Vec<PathBuf> {
    let mut photo = madoguchi();
    photo.args(["face", "frames"]).arg(persona("insured"));
    photo
        .args(["--variation", "plain", "--out"])
        .arg(folder.join("drawn"));
    assert_ended(&run(&mut photo, ""), 0);
    let drawn = fs::read_dir(folder.join("drawn")).unwrap().next().unwrap();
    let png = fs::read(drawn.unwrap().path()).unwrap();
    let sized = |width: u32, height: u32| {
        let mut png = png.clone();
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let check = crc32(&png[12..29]).to_be_bytes();
        png[29..33].copy_from_slice(&check);
        png
    };
    // An animation's control chunk, right after the header.
    let mut animated = png[..33].to_vec();
    let control = [
        b"acTL".as_slice(),
        &2_u32.to_be_bytes(),
        &0_u32.to_be_bytes(),
    ]
    .concat();
    animated.extend(8_u32.to_be_bytes());
    animated.extend(&control);
    animated.extend(crc32(&control).to_be_bytes());
    animated.extend(&png[33..]);
    let mut large = png.clone();
    large.resize(50 * 1024 * 1024, 0);
    let files = [
        ("nothing.png", Vec::new()),
        ("words.png", b"This is no picture.".repeat(1000)),
        ("cut.png", png[..png.len() / 2].to_vec()),
        ("no-pixels.png", sized(0, 640)),
        ("65535.png", sized(65_535, 65_535)),
        ("50-MB.png", large),
        ("animated.png", animated),
        ("gif.gif", b"GIF89a\xff\xff\xff\xff\x00\x00\x00".to_vec()),
        (
            "cut.jpg",
            b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00".to_vec(),
        ),
    ];
    let put = |(name, bytes): (&str, Vec<u8>)| {
        fs::write(folder.join(name), bytes).unwrap();
        folder.join(name)
    };
    files.map(put).to_vec()
}

/// As PNG checks its chunks.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 };
    let byte = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), step);
    !bytes.iter().fold(u32::MAX, byte)
}

/// A visit that has this before its camera, and the PIN after it: its report, and the
/// most memory it took, KiB.
#[expect(
    clippy::disallowed_methods,
    reason = "the time is told, and a hang noticed"
)]
fn measured(desk: &Desk, camera: &str, further: &[&str]) -> (Value, u64) {
    let ways = ["--camera", camera, "--pin-stdin", "--method", "face,pin"];
    let arguments = [&FACE_READER[..], &ways, further].concat();
    let stdin = desk.home.path().join("lines");
    fs::write(&stdin, lines(&[PIN])).unwrap();
    let mut visit = desk.visit(&arguments);
    visit.stdin(fs::File::open(stdin).unwrap());
    visit.stdout(Stdio::piped()).stderr(Stdio::piped());
    let begun = Instant::now();
    let mut child = visit.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        // The file is empty once the process has ended.
        let told = fs::read_to_string(&status).unwrap_or_default();
        let peak = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.split_whitespace().next());
        most = most.max(peak.map_or(0, |kib| kib.parse().unwrap()));
        assert!(begun.elapsed() < HANGS, "{camera} hangs");
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    assert_ended(&output, 0);
    eprintln!(
        "{camera}: {} ms, {} MiB",
        begun.elapsed().as_millis(),
        most / 1024
    );
    let report = serde_json::from_slice(&output.stdout);
    (
        report.unwrap_or_else(|_| panic!("{}", words(&output))),
        most,
    )
}

#[test]
fn a_hostile_frame_is_refused_in_moderate_memory_and_the_visit_goes_on_by_pin() {
    let desk = Desk::open();
    let folder = desk.home.path().join("hostile");
    fs::create_dir(&folder).unwrap();
    for file in hostile(&folder) {
        let (report, memory) = measured(&desk, &format!("files:{}", file.display()), &[]);
        assert_eq!(report["assurance"]["method"], "PIN", "{}", file.display());
        assert_eq!(
            report["assurance"]["attempts"],
            1,
            "{}: no mismatch",
            file.display()
        );
        assert!(
            (1..MOST_MEMORY).contains(&memory),
            "{}: {memory} KiB",
            file.display()
        );
    }
    // The control: a frame that is one is compared.
    let (report, memory) = measured(&desk, &camera("child"), &[]);
    assert_eq!(report["assurance"]["attempts"], 2);
    assert!((1..MOST_MEMORY).contains(&memory), "{memory} KiB");
}

/// The face application's file is `0002`.
#[test]
fn a_chip_whose_photo_cannot_be_read_is_received_by_pin() {
    let desk = Desk::open();
    let fault = ["--fault", "truncated-file:0002"];
    let (report, memory) = measured(&desk, &camera("insured"), &fault);
    assert_eq!(report["assurance"]["method"], "PIN");
    assert_eq!(report["assurance"]["attempts"], 1, "nothing was compared");
    assert!((1..MOST_MEMORY).contains(&memory), "{memory} KiB");
}
