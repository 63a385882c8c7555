//! `madoguchi card`: readers and cards.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use apdu::Transport;
use card::{Card, CardError, CardKind, Certificate, CertificateRead, PinTries};
use pki::{Folder, claims};
use qualification::Reason;
use reception::{Place, PlaceEvent, ReaderAddress, exit_code};
use serde_json::json;
use tokio::time::timeout;
use virtual_card::ReaderState;

use super::{note, server, tell, visit};
use crate::cli::{Card as Arguments, CardCommand};
use crate::given::RealTime;
use crate::{home, shelf};

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        CardCommand::Readers { json } => Ok(readers(json)),
        CardCommand::Insert { persona, pki, vpcd } => {
            insert(&persona, &home::made_pki(pki.folder)?, vpcd).await
        }
        CardCommand::Read {
            reader,
            pki,
            wait,
            json,
        } => read(&reader, &home::pki(pki.folder)?, wait, json).await,
    }
}

fn readers(json: bool) -> ExitCode {
    let readers = match reader::readers() {
        Ok(readers) => readers,
        Err(error) => return refuse(reception::reason(error)),
    };
    if json {
        let view = |reader: &reader::Reader| {
            let atr = reader.card.as_ref().map(hex::encode_upper);
            json!({ "name": reader.name, "card": reader.card.is_some(), "atr": atr })
        };
        tell(json!(readers.iter().map(view).collect::<Vec<_>>()));
    } else {
        for reader in &readers {
            let card = match &reader.card {
                Some(atr) => format!("カードあり / card: {}", hex::encode_upper(atr)),
                None => "カードなし / no card".to_owned(),
            };
            tell(format!("pcsc:{}  {card}", reader.name));
        }
    }
    if readers.is_empty() {
        return refuse(Reason::ReaderAbsent);
    }
    ExitCode::SUCCESS
}

async fn insert(persona: &Path, folder: &Folder, vpcd: SocketAddr) -> anyhow::Result<ExitCode> {
    let person = shelf::Person::load(persona)?;
    person.issue(folder, &RealTime::real())?;
    let title = person.title().clone();
    let card = person.take_card(folder)?;
    let inserted = card.insert(vpcd, move |state| match state {
        ReaderState::InReader => note(format!(
            "リーダーに入りました / in the reader: {} / {}",
            title.ja, title.en
        )),
        ReaderState::WaitingForReader => note(
            "仮想リーダー（pcscd と vsmartcard-vpcd）を待っています / waiting for the virtual reader (pcscd with vsmartcard-vpcd)",
        ),
    })?;
    server::told_to_stop().await;
    drop(inserted);
    note("カードを抜きました / the card was pulled out");
    Ok(ExitCode::SUCCESS)
}

async fn read(
    address: &ReaderAddress,
    folder: &Folder,
    wait: u32,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let place = match visit::place(address, folder)? {
        Ok(place) => place,
        Err(reason) => return Ok(refuse(reason)),
    };
    if !has_card(place.as_ref(), Duration::from_secs(wait.into())).await {
        return Ok(refuse(Reason::NoCard));
    }
    match tokio::task::spawn_blocking(move || look(&place)).await? {
        Ok(seen) => {
            show(&seen, json);
            Ok(ExitCode::SUCCESS)
        }
        Err(reason) => Ok(refuse(reason)),
    }
}

async fn has_card(place: &dyn Place, wait: Duration) -> bool {
    let mut events = place.watch();
    let presented = async {
        while let Some(event) = events.recv().await {
            if event == PlaceEvent::CardPresented {
                return true;
            }
        }
        false
    };
    timeout(wait, presented).await.unwrap_or(false)
}

/// What a card shows without its PIN.
struct Seen {
    kind: CardKind,
    certificate: Certificate,
    tries: PinTries,
}

fn look(place: &Arc<dyn Place>) -> Result<Seen, Reason> {
    let link = place.connect().map_err(reception::reason)?;
    look_at(link).map_err(|error| {
        note(error);
        match error {
            CardError::Link(error) => reception::reason(error),
            _ => Reason::CardUnreadable,
        }
    })
}

fn look_at(link: impl Transport) -> Result<Seen, CardError> {
    let mut card = Card::new(link).select_jpki()?;
    let kind = card.kind()?;
    let CertificateRead::Shown(certificate) = card.certificate()? else {
        return Err(CardError::Malformed {
            what: "it shows its certificate after the PIN only",
        });
    };
    Ok(Seen {
        kind,
        certificate,
        tries: card.tries_left()?,
    })
}

/// A card's kind, for scripts and for people.
const fn kind_of(kind: CardKind) -> (&'static str, &'static str) {
    match kind {
        CardKind::Plastic => ("plastic", "マイナンバーカード / My Number card"),
        CardKind::AndroidPhone => ("android", "スマートフォン（Android） / Android phone"),
        CardKind::IPhone => ("iphone", "スマートフォン（iPhone） / iPhone"),
        CardKind::Other => ("other", "その他 / other"),
    }
}

fn show(seen: &Seen, json: bool) {
    let claims = claims(seen.certificate.der());
    let tries = match seen.tries {
        PinTries::Left(tries) => Some(tries),
        PinTries::Blocked => Some(0),
        PinTries::NotTold => None,
    };
    let (code, kind) = kind_of(seen.kind);
    let issuer = claims.as_ref().map(|claims| claims.issuer.as_str());
    let until = claims.as_ref().map(|claims| claims.not_after.to_string());
    if json {
        tell(json!({ "kind": code, "issuer": issuer, "valid_until": until, "tries_left": tries }));
        return;
    }
    tell(format!("カード / card: {kind}"));
    tell(format!("発行者 / issuer: {}", issuer.unwrap_or("?")));
    tell(format!(
        "電子証明書の有効期限 / certificate valid until: {}",
        until.as_deref().unwrap_or("?")
    ));
    match tries {
        Some(0) => tell("暗証番号 / PIN: ロックされています / locked"),
        Some(tries) => tell(format!(
            "暗証番号 / PIN: 残り{tries}回 / {tries} tries left"
        )),
        None => tell("暗証番号 / PIN: 残り回数は不明 / tries not told"),
    }
}

fn refuse(reason: Reason) -> ExitCode {
    note(reason.text().ja);
    note(reason.text().en);
    note(reason.advice().ja);
    note(reason.advice().en);
    ExitCode::from(exit_code(reason))
}
