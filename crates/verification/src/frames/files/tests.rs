use card_face::Variation;

use super::*;

/// A folder with a film of two pictures and what a careless hand leaves there.
fn film() -> (tempfile::TempDir, [Picture; 2]) {
    let place = tempfile::tempdir().unwrap();
    let frames = [1, 2].map(|seed| Picture::captured(seed, Variation::Plain, 1));
    let write = |name: &str, bytes: &[u8]| fs::write(place.path().join(name), bytes).unwrap();
    write("frame-10.png", &frames[1].to_png().unwrap());
    write("frame-02.png", &frames[0].to_png().unwrap());
    write("frame-03.png", b"no picture");
    write(".hidden.png", b"passed over");
    fs::create_dir(place.path().join("frame-01")).unwrap();
    (place, frames)
}

#[test]
fn a_film_goes_by_its_files_names_and_on_after_one_that_is_no_picture() {
    let (place, frames) = film();
    let mut film = Film::open(place.path()).unwrap();
    assert!(film.next_frame().as_ref() == Ok(&frames[0]));
    assert!(film.next_frame() == Err(NotCaptured::NotAPicture));
    assert!(film.next_frame().as_ref() == Ok(&frames[1]));
    for _ in 0..2 {
        assert!(film.next_frame() == Err(NotCaptured::Timeout));
    }
}

#[test]
fn files_go_in_the_order_given() {
    let (place, frames) = film();
    let paths = ["frame-10.png", "frame-02.png"].map(|name| place.path().join(name));
    let mut files = Files::open(paths).unwrap();
    assert!(files.next_frame().as_ref() == Ok(&frames[1]));
    assert!(files.next_frame().as_ref() == Ok(&frames[0]));
    assert!(files.next_frame() == Err(NotCaptured::Timeout));
}

#[test]
fn what_is_not_there_is_told_when_the_source_is_opened() {
    let (place, _) = film();
    let empty = tempfile::tempdir().unwrap();
    let missing = place.path().join("none");
    let file = place.path().join("frame-02.png");
    let film = |folder: &Path| Film::open(folder).unwrap_err();
    assert!(matches!(film(&missing), FramesError::NotOpened(..)));
    assert!(matches!(film(&file), FramesError::NotOpened(..)));
    assert!(matches!(film(empty.path()), FramesError::Empty(_)));
    let files = |path: &Path| Files::open([file.clone(), path.to_owned()]).unwrap_err();
    assert!(matches!(files(&missing), FramesError::NotOpened(..)));
    assert!(matches!(files(place.path()), FramesError::NotAFile(_)));
    let told = film(&missing).to_string();
    assert!(told.contains("開けません") && told.contains("cannot be opened"));
}

#[test]
fn a_file_gone_since_is_no_picture_and_the_film_goes_on() {
    let (place, frames) = film();
    let mut film = Film::open(place.path()).unwrap();
    fs::remove_file(place.path().join("frame-02.png")).unwrap();
    fs::remove_file(place.path().join("frame-03.png")).unwrap();
    assert!(film.next_frame() == Err(NotCaptured::NotAPicture));
    assert!(film.next_frame() == Err(NotCaptured::NotAPicture));
    assert!(film.next_frame().as_ref() == Ok(&frames[1]));
}

#[test]
fn of_a_file_of_50_megabytes_no_more_is_read_than_its_cap() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("large.png");
    File::create(&path).unwrap().set_len(50_000_000).unwrap();
    assert_eq!(read(&path).unwrap().len(), Picture::MAX_FILE + 1);
    let mut files = Files::open([path]).unwrap();
    assert!(files.next_frame() == Err(NotCaptured::NotAPicture));
}

#[test]
fn reading_frames_writes_nothing() {
    let (place, _) = film();
    let names = || {
        let entries = fs::read_dir(place.path()).unwrap();
        let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    let mut film = Film::open(place.path()).unwrap();
    while film.next_frame() != Err(NotCaptured::Timeout) {}
    assert_eq!(names(), before);
}
