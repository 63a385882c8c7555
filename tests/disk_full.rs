//! A check server whose disk is full: it answers nothing that it cannot record, and goes
//! on by itself when there is room.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use api::{CallError, Client};
use store::{ChainVerdict, open_for_reading, verify_chain};
use tokio::time::Instant;

use crate::stage::desk::{check, client};
use crate::stage::home::Home;
use crate::stage::processes::{Running, SOON, address_of, bare, server_command};
use crate::stage::room::is_root;

/// Puts a small disk into a folder that only the program sees.
const SMALL_DISK: &str = "mount -t tmpfs -o size=8m tmpfs \"$0\" && exec \"$@\"";

/// A server whose store is on a small disk.
struct Cramped {
    server: Running,
    address: String,
    folder: PathBuf,
}

impl Cramped {
    fn start(home: Home) -> (Self, Home) {
        let folder = home.path().join("small");
        fs::create_dir(&folder).unwrap();
        let home = home.keeping(format!("sqlite:{}", folder.join("store.db").display()));
        let mut command = bare("unshare".into());
        if !is_root() {
            command.arg("--map-root-user");
        }
        command
            .args(["--mount", "sh", "-c", SMALL_DISK])
            .arg(&folder);
        let server = server_command(&home);
        command.arg(server.get_program()).args(server.get_args());
        let mut server = Running::start(command.args(["--listen", "127.0.0.1:0"]));
        let address = address_of(&mut server);
        let small = Self {
            server,
            address,
            folder,
        };
        (small, home)
    }

    /// A file on the small disk, as others see it.
    fn file(&self, name: &str) -> PathBuf {
        let seen = Path::new("/proc").join(self.server.id().to_string());
        let below = self.folder.strip_prefix("/").unwrap();
        seen.join("root").join(below).join(name)
    }

    /// Leaves no room.
    fn fill(&self) {
        let mut ballast = File::create(self.file("ballast")).unwrap();
        while ballast.write_all(&[0; 4096]).is_ok() {}
    }

    fn make_room(&self) {
        fs::remove_file(self.file("ballast")).unwrap();
    }
}

/// Asks under new keys until there is no answer; gives why.
async fn ask(desk: &Client, answered: &mut u64) -> CallError {
    loop {
        match desk.check_by_number(check(*answered)).await {
            Ok(_) => *answered += 1,
            Err(error) => return error,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_answered_as_such_and_room_is_all_that_it_takes() {
    let (small, home) = Cramped::start(Home::new());
    let desk = client(&home.pki(), &small.address).await;
    let mut answered = 0;
    for round in 1..=3 {
        small.fill();
        let mut refused = 0;
        for _ in 0..20 {
            let error = ask(&desk, &mut answered).await;
            let told = matches!(error, CallError::StoreUnavailable | CallError::Busy { .. });
            assert!(told, "{error:?}");
            refused += 1;
        }
        small.make_room();
        let began = Instant::now();
        while desk.check_by_number(check(answered)).await.is_err() {
            assert!(began.elapsed() < SOON, "it does not go on");
        }
        answered += 1;
        eprintln!(
            "full {round}: {refused} refused, {answered} answered in all; \
             works again after {:?}",
            began.elapsed()
        );
    }
    // What was answered is recorded, and nothing else is.
    for name in ["store.db", "store.db-wal"] {
        fs::copy(small.file(name), home.path().join(name)).unwrap();
    }
    let copy = format!("sqlite:{}", home.path().join("store.db").display());
    let store = open_for_reading(&copy).await.unwrap();
    match verify_chain(store.as_ref()).await.unwrap() {
        ChainVerdict::Whole { head } => assert_eq!(head.number, answered),
        ChainVerdict::Broken { record, flaw } => panic!("record {record}: {flaw:?}"),
    }
}
