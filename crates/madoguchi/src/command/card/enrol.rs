//! `madoguchi card enrol` and `card forget`: one's own real card, for training.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use card::{Card, CardError, Certificate, CertificateRead};
use pki::{CardTrust, Distrust, Folder};
use qualification::Reason;
use reception::exit_code;

use super::{failed, refuse};
use crate::cli::card::At;
use crate::command::place::{has_card, place};
use crate::command::{note, tell};
use crate::{home, shelf};

const WHAT_IS_READ: &str = "\
利用者証明用電子証明書だけを読み、そのハッシュ（SHA-256）だけを記録します。暗証番号は使いません。
ご自分のカードだけを登録してください（他人の電子署名の検証を業とすることは公的個人認証法17条が定める者に限られます）。
Only the user-authentication certificate is read, and only its SHA-256 is kept. No PIN is used.
Enrol your own card only: verifying the signatures of others as a business is reserved by law.";

/// The card is none of those that were enrolled.
const NOTHING_TO_FORGET: u8 = 1;

const OURS: &str = "この模擬カードは登録できません。発行された人のカードとして、そのまま使えます / \
    this simulated card cannot be enrolled: it is believed already, as the one's it was issued to";
const UNREADABLE: &str = "電子証明書を読めません / the certificate cannot be read";

pub(crate) async fn enrol(persona: &Path, at: &At) -> anyhow::Result<ExitCode> {
    let folder = home::made_pki(at.pki.folder.clone())?;
    let person = shelf::Person::load(persona)?;
    note(WHAT_IS_READ);
    let certificate = match certificate(at, &folder).await? {
        Ok(certificate) => certificate,
        Err(code) => return Ok(code),
    };
    let trust = CardTrust::new(&folder.card_authority_certificate()?)?;
    match trust.judge(certificate.der(), &folder.suspended_list()?) {
        Err(Distrust::NotTrusted(_)) => {}
        Ok(_) | Err(Distrust::Suspended) => bail!(OURS),
        Err(Distrust::Malformed) => bail!(UNREADABLE),
    }
    let name = person.name();
    folder.enrol(certificate.fingerprint().as_bytes(), &name)?;
    tell(format!(
        "このカードを「{name}」として登録しました / this card now stands for {name}"
    ));
    note(
        "資格確認サーバーを --shelf で起動し直してください / start the check server again with --shelf",
    );
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn forget(at: &At, all: bool) -> anyhow::Result<ExitCode> {
    let folder = home::made_pki(at.pki.folder.clone())?;
    let forgotten = if all {
        let enrolled = folder.enrolled()?;
        for card in &enrolled {
            folder.forget(&card.fingerprint)?;
        }
        enrolled.len()
    } else {
        match certificate(at, &folder).await? {
            Ok(certificate) => usize::from(folder.forget(certificate.fingerprint().as_bytes())?),
            Err(code) => return Ok(code),
        }
    };
    if forgotten == 0 {
        tell("登録されていません / not enrolled");
        return Ok(ExitCode::from(NOTHING_TO_FORGET));
    }
    tell(format!(
        "登録を消したカード: {forgotten}枚 / cards forgotten: {forgotten}"
    ));
    note(
        "資格確認サーバーは、起動し直すまで覚えています / the check server remembers until it is started again",
    );
    Ok(ExitCode::SUCCESS)
}

/// The certificate of the card that is put down; or how the command ends without.
async fn certificate(at: &At, folder: &Folder) -> anyhow::Result<Result<Certificate, ExitCode>> {
    let place = match place(at, folder)? {
        Ok(place) => place,
        Err(reason) => return Ok(Err(refuse(reason))),
    };
    if !has_card(place.as_ref(), at.wait).await {
        return Ok(Err(refuse(Reason::NoCard)));
    }
    let read = tokio::task::spawn_blocking(move || {
        let link = place.connect().map_err(CardError::Link)?;
        Card::new(link).select_jpki()?.certificate()
    });
    Ok(match read.await? {
        Ok(CertificateRead::Shown(certificate)) => Ok(certificate),
        Ok(CertificateRead::AfterPin) => {
            note("スマートフォンは登録できません / a phone cannot be enrolled");
            Err(ExitCode::from(exit_code(Reason::CardUnreadable)))
        }
        Err(error) => Err(failed(error)),
    })
}
