//! The words of `madoguchi card`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use qualification::Institution;
use reception::ReaderAddress;
use virtual_card::Fault;

use super::PkiFolder;

#[derive(Args)]
pub(crate) struct Card {
    /// What is done.
    #[command(subcommand)]
    pub(crate) command: CardCommand,
}

#[derive(Subcommand)]
pub(crate) enum CardCommand {
    /// 接続中のリーダーを表示する / list the readers and the cards on them
    Readers {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// 仮想カードを PC/SC リーダーに入れる / put a virtual card into pcscd's virtual reader
    #[command(
        after_help = "例 / Examples:\n  madoguchi card insert hardware/cards/insured.toml\n  \
        madoguchi card insert hardware/cards/insured.toml --fault mute:4\n\
        Ctrl-C で抜く / Ctrl-C pulls it out."
    )]
    Insert(Insert),
    /// カードを読む / read what a card shows, and more with what opens it
    #[command(after_help = "例 / Examples:\n  madoguchi card read\n  \
        madoguchi card read --face --reader virtual:hardware/cards/insured.toml --json")]
    Read(Read),
    /// カードの面を表示する / show a card as a person would see it
    #[command(
        after_help = "例 / Examples:\n  madoguchi card show hardware/cards/insured.toml\n  \
        madoguchi card show hardware/cards/insured.toml --png card.png"
    )]
    Show(Show),
    /// やり取りを記録する（暗証番号は伏せる） / read a card and write every exchange, PINs masked
    #[command(
        after_help = "例 / Examples:\n  madoguchi card record reading.jsonl --face\n  \
        madoguchi card read --reader replay:reading.jsonl --face"
    )]
    Record {
        /// The new transcript, JSON Lines.
        transcript: PathBuf,
        #[command(flatten)]
        read: Read,
    },
    /// ペルソナを作る / make a persona
    #[command(after_help = "例 / Examples:\n  madoguchi card new aoi.toml\n  \
        madoguchi card new aoi.toml --seed 7 --set person.birth=1950-04-01 --set card.kind=without_pin")]
    New(New),
    /// ペルソナを直す / change a persona
    #[command(
        after_help = "例 / Examples:\n  madoguchi card edit aoi.toml card.pin=0842 insurance.registration=not_registered\n  \
        madoguchi card edit --keys"
    )]
    Edit(Edit),
    /// カードを発行する / issue a persona's card, or issue it anew
    Issue {
        /// The persona.
        persona: PathBuf,
        #[command(flatten)]
        pki: PkiFolder,
        /// The card that was issued before is thrown away, with its PIN tries.
        #[arg(long)]
        anew: bool,
    },
    /// 自分の実物のカードを練習用に登録する / bind one's own real card to a persona, for training
    #[command(
        after_help = "例 / Example:\n  madoguchi card enrol hardware/cards/insured.toml --reader pcsc:\n\
        利用者証明用電子証明書のハッシュだけを記録します / only the hash of its certificate is kept."
    )]
    Enrol {
        /// The persona whose cover is answered.
        persona: PathBuf,
        #[command(flatten)]
        place: At,
    },
    /// 実物のカードの登録を消す / undo that
    Forget {
        #[command(flatten)]
        place: At,
        /// Every enrolled card, without reading any.
        #[arg(long)]
        all: bool,
    },
}

/// Where a card is.
#[derive(Args)]
pub(crate) struct At {
    /// The reader: `pcsc:`, `pcsc:NAME`, `virtual:PERSONA.toml` or `replay:FILE`.
    #[arg(long, default_value = "pcsc:", value_name = "ADDRESS")]
    pub(crate) reader: ReaderAddress,
    #[command(flatten)]
    pub(crate) pki: PkiFolder,
    #[command(flatten)]
    pub(crate) faults: Faults,
    /// How long to wait for a card, in seconds.
    #[arg(long, default_value_t = 30, value_name = "SECONDS")]
    pub(crate) wait: u32,
}

/// How a virtual card misbehaves.
#[derive(Args, Clone, Default)]
pub(crate) struct Faults {
    /// A virtual card misbehaves, beside what its persona says; hardware/README.md lists how.
    #[arg(long = "fault", value_name = "FAULT")]
    pub(crate) faults: Vec<Fault>,
    /// The seed of what faults do at random.
    #[arg(long, default_value_t = 0, value_name = "SEED")]
    pub(crate) fault_seed: u64,
}

#[derive(Args)]
pub(crate) struct Insert {
    /// The persona.
    pub(crate) persona: PathBuf,
    #[command(flatten)]
    pub(crate) pki: PkiFolder,
    #[command(flatten)]
    pub(crate) faults: Faults,
    /// Where pcscd's virtual reader listens (its second slot: port 35964).
    #[arg(long, default_value = "127.0.0.1:35963", value_name = "ADDRESS")]
    pub(crate) vpcd: SocketAddr,
}

#[derive(Args)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) at: At,
    /// Its face, too, with the collation number B (照合番号B): 14 digits from the
    /// card's front, or what the virtual card was issued with.
    #[arg(long)]
    pub(crate) face: bool,
    /// The signature certificate (署名用電子証明書), too, with its password.
    #[arg(long)]
    pub(crate) signature: bool,
    /// Whether the card lets this terminal use it without its PIN (SIMULATED).
    #[arg(long)]
    pub(crate) without_pin: bool,
    /// Whose terminal it is then: the institution's 10-digit code.
    #[arg(long, env = "MADOGUCHI_INSTITUTION", default_value = super::INSTITUTION, value_parser = super::institution, value_name = "CODE")]
    pub(crate) institution: Institution,
    /// A test signature, with the PIN.
    #[arg(long)]
    pub(crate) sign: bool,
    /// Ask nobody: the secrets are lines of standard input, in the order password,
    /// PIN, number B, as far as they are wanted. Not for a real card.
    #[arg(long)]
    pub(crate) secrets_stdin: bool,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Show {
    /// The persona.
    pub(crate) persona: PathBuf,
    #[command(flatten)]
    pub(crate) pki: PkiFolder,
    /// Its front as a picture.
    #[arg(long, value_name = "FILE")]
    pub(crate) png: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct New {
    /// The new persona's file.
    pub(crate) persona: PathBuf,
    /// What is not given is drawn from this seed; asked at the terminal without it.
    #[arg(long, value_name = "SEED")]
    pub(crate) seed: Option<u64>,
    /// What it shall say, such as `person.birth=1950-04-01`.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Edit {
    /// The persona's file.
    #[arg(required_unless_present = "keys")]
    pub(crate) persona: Option<PathBuf>,
    /// What it shall say, such as `card.pin=0842`; without any, the file is opened in
    /// `$EDITOR` and looked through before it is kept.
    #[arg(value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// List the keys and what they hold.
    #[arg(long)]
    pub(crate) keys: bool,
}
