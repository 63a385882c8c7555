//! `madoguchi card show`: a card as a person would see it.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use card::{CardFace, CollationNumber, FaceOutcome, FaceSelection, PinTries};
use card_face::{Front, Photo};
use jiff::civil::Date;
use persona::{CardKind, Sex};
use pki::{Folder, claims};
use qualification::visit_date;
use virtual_card::{Card, CounterMemory, VirtualCardError};

use super::dashed;
use crate::cli::card::Show;
use crate::command::tell;
use crate::given::RealTime;
use crate::home;
use crate::shelf::Person;

pub(crate) fn run(arguments: &Show) -> anyhow::Result<ExitCode> {
    let folder = home::made_pki(arguments.pki.folder.clone())?;
    let person = Person::load(&arguments.persona)?;
    person.issue(&folder, &RealTime::real())?;
    let face = match person.collation_number_b(&folder)? {
        Some(number) => Some(face(&folder.card(&person.name()), number)?),
        None => None,
    };
    if face.is_none() && arguments.png.is_some() {
        bail!("スマートフォンには券面がありません / a phone has no face");
    }
    describe(&person, &folder, face.as_ref())?;
    if let (Some(png), Some(face)) = (&arguments.png, &face) {
        fs::write(png, front(face, person.persona().card.kind)?)
            .with_context(|| png.display().to_string())?;
        tell(format!("券面の画像 / its front: {}", png.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// The front as any reader reads it, from a likeness of the card: the card itself may
/// be in a reader.
fn face(folder: &Path, number: CollationNumber) -> anyhow::Result<CardFace> {
    let image = virtual_card::issued_image(folder)?;
    let tries = CounterMemory::fresh(&image);
    let likeness = card::Card::new(Card::new(image, tries));
    let FaceSelection::Selected(card) = likeness.select_face()? else {
        bail!("the card has no face");
    };
    match card.read_face(number)? {
        FaceOutcome::Read { face, .. } => Ok(face),
        FaceOutcome::Wrong { .. } | FaceOutcome::Blocked { .. } => {
            bail!("the card does not open to its own collation number; issue it anew")
        }
        FaceOutcome::Unreadable { error, .. } => Err(error.into()),
    }
}

fn describe(person: &Person, folder: &Folder, face: Option<&CardFace>) -> anyhow::Result<()> {
    let (card, facts) = (&person.persona().card, &person.persona().person);
    let title = person.title();
    let kind = match card.kind {
        CardKind::Plastic => "マイナンバーカード / My Number card",
        CardKind::WithoutPin => "顔認証マイナンバーカード / card without PIN",
        CardKind::AndroidPhone => "スマートフォン（Android） / Android phone",
        CardKind::IPhone => "スマートフォン（iPhone） / iPhone",
    };
    let sex = match facts.sex {
        Sex::Male => "男 / male",
        Sex::Female => "女 / female",
        Sex::NotStated => "記載なし / not stated",
    };
    let certificate = virtual_card::issued_certificate(&folder.card(&person.name()))?;
    let until = claims(&certificate).map(|it| visit_date(it.not_after).to_string());
    tell(format!(
        "模擬カード / SIMULATED: {} / {}",
        title.ja, title.en
    ));
    tell(format!("  種類 / kind         {kind}"));
    tell(format!(
        "  氏名 / name         {} ({})",
        facts.name, facts.kana
    ));
    tell(format!("  生年月日 / birth    {}", facts.birth));
    tell(format!("  性別 / sex          {sex}"));
    tell(format!("  住所 / address      {}", facts.address));
    if let Some(face) = face {
        tell(format!("  有効期限 / expires  {}", dashed(face.expires())));
    }
    tell(format!(
        "  電子証明書の期限 / certificate valid until {}",
        until.as_deref().unwrap_or("?")
    ));
    let pin = match card.pin {
        Some(_) => tries(folder, person)?,
        None => "設定なし / none was set".to_owned(),
    };
    let signature = match &card.signature_password {
        Some(_) => "あり / yes",
        None => "なし / none",
    };
    tell(format!(
        "  署名用電子証明書 / signature certificate: {signature}"
    ));
    tell(format!("  暗証番号 / PIN: {pin}"));
    for fault in person.faults()? {
        tell(format!("  不具合 / fault: {fault}"));
    }
    Ok(())
}

/// The tries of the user PIN.
fn tries(folder: &Folder, person: &Person) -> anyhow::Result<String> {
    let card = match virtual_card::take(&folder.card(&person.name())) {
        Ok(card) => card,
        Err(VirtualCardError::InUse { .. }) => {
            return Ok("リーダーの中 / the card is in a reader".to_owned());
        }
        Err(error) => return Err(error.into()),
    };
    Ok(match card::Card::new(card).select_jpki()?.tries_left()? {
        PinTries::Left(tries) => format!("残り{tries}回 / {tries} tries left"),
        PinTries::Blocked => "ロックされています / locked".to_owned(),
        PinTries::NotTold => "?".to_owned(),
    })
}

fn front(face: &CardFace, kind: CardKind) -> anyhow::Result<Vec<u8>> {
    let photo = Photo::from_jpeg2000(face.photo_jp2())?;
    let front = Front {
        name_png: face.name_png(),
        address_png: face.address_png(),
        security_code_png: face.security_code_png(),
        birth: &in_japanese(face.birth(), true),
        // JIS X 0303: the digit that the card holds.
        sex: match face.sex() {
            "1" => "男",
            "2" => "女",
            _ => "−",
        },
        expires: &in_japanese(face.expires(), false),
        remark: match kind {
            CardKind::WithoutPin => "顔認証",
            _ => "",
        },
        photo: &photo,
    };
    Ok(front.to_png()?)
}

/// `19800217` as 「昭和55年2月17日」, or as 「1980年2月17日」.
fn in_japanese(day: &str, by_era: bool) -> String {
    let Ok(date) = day.parse::<Date>() else {
        return day.to_owned();
    };
    let (month, day) = (date.month(), date.day());
    let (era, year) = match by_era {
        true => virtual_card::in_era(date),
        false => ("", date.year()),
    };
    format!("{era}{year}年{month}月{day}日")
}
