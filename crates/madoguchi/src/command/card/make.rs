//! `madoguchi card new`, `card edit` and `card issue`: personas and their cards.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};
use persona::KEYS;
use pki::Folder;
use rand_core::{OsRng, RngCore as _};
use reception::Prompt;
use zeroize::Zeroizing;

use super::must_be_new;
use crate::cli::card::{Edit, New};
use crate::command::{note, tell};
use crate::given::RealTime;
use crate::shelf::{self, Person};

/// What a person is asked for a new persona; the rest is invented.
const ASKED: [&str; 7] = [
    "title.ja",
    "title.en",
    "person.name",
    "person.kana",
    "person.birth",
    "person.sex",
    "card.pin",
];

pub(crate) async fn new(arguments: New) -> anyhow::Result<ExitCode> {
    must_be_new(&arguments.persona)?;
    let mut settings = parsed(&arguments.settings)?;
    let seed = match arguments.seed {
        Some(seed) => seed,
        None => {
            if let Some(mut prompt) = Prompt::at_terminal() {
                ask(&mut prompt, &mut settings).await;
            }
            OsRng.next_u64()
        }
    };
    let given: Vec<(&str, &str)> = settings
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let text = Zeroizing::new(persona::invent(
        &arguments.persona.display().to_string(),
        seed,
        &given,
    )?);
    let person = readable(&arguments.persona, &text)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let written = options
        .open(&arguments.persona)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.with_context(|| arguments.persona.display().to_string())?;
    let title = person.title();
    tell(format!(
        "ペルソナを作りました / persona made: {} ({} / {})",
        arguments.persona.display(),
        title.ja,
        title.en
    ));
    Ok(ExitCode::SUCCESS)
}

/// Asks for what was not given; Enter alone leaves it to be invented.
async fn ask(prompt: &mut Prompt, settings: &mut Vec<(String, String)>) {
    note("Enter だけなら、架空の内容にします / Enter alone: it is invented");
    for key in KEYS.iter().filter(|key| ASKED.contains(&key.name)) {
        if settings.iter().any(|(name, _)| name == key.name) {
            continue;
        }
        let question = format!("{} / {}（{}）: ", key.ja, key.en, key.example);
        let Some(typed) = prompt.line(&question).await else {
            return;
        };
        if !typed.trim().is_empty() {
            settings.push((key.name.to_owned(), typed.trim().to_owned()));
        }
    }
}

pub(crate) fn edit(arguments: &Edit) -> anyhow::Result<ExitCode> {
    let Some(file) = &arguments.persona else {
        keys();
        return Ok(ExitCode::SUCCESS);
    };
    let before = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let before = Zeroizing::new(before);
    let settings = parsed(&arguments.settings)?;
    let changes: Vec<(&str, &str)> = settings
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let after = if changes.is_empty() {
        in_editor(file, &before)?
    } else {
        Zeroizing::new(persona::edit(
            &file.display().to_string(),
            &before,
            &changes,
        )?)
    };
    readable(file, &after)?;
    if after == before {
        tell("変わっていません / nothing changed");
        return Ok(ExitCode::SUCCESS);
    }
    replace(file, &after)?;
    tell(format!("直しました / changed: {}", file.display()));
    note(
        "発行済みのカードは前のままです。madoguchi card issue --anew で作り直せます / a card that was issued stays as it was; madoguchi card issue --anew makes it anew",
    );
    Ok(ExitCode::SUCCESS)
}

/// Every key a persona may have.
fn keys() {
    for key in KEYS {
        tell(format!(
            "{:<34} {}",
            format!("{}={}", key.name, key.example),
            key.ja
        ));
        tell(format!("{:<34} {}", "", key.en));
    }
}

/// The text as a person leaves it in `$EDITOR`; what is wrong with it is told, and
/// the person's text is kept beside the file.
fn in_editor(file: &Path, before: &str) -> anyhow::Result<Zeroizing<String>> {
    let named = ["VISUAL", "EDITOR"].map(std::env::var);
    let editor = named
        .into_iter()
        .flatten()
        .find(|editor| !editor.is_empty());
    let editor = editor.context(
        "EDITOR を設定するか、KEY=VALUE で指定してください / set EDITOR, or give the changes as KEY=VALUE",
    )?;
    let draft = file.with_extension("toml.draft");
    if draft.exists() {
        note(format!(
            "前の下書きの続きです / going on with your draft: {}",
            draft.display()
        ));
    } else {
        fs::write(&draft, before).with_context(|| draft.display().to_string())?;
    }
    let ended = Command::new("sh")
        .args(["-c", "exec $0 \"$1\"", &editor])
        .arg(&draft)
        .status()
        .with_context(|| editor.clone())?;
    let after = Zeroizing::new(fs::read_to_string(&draft)?);
    if !ended.success() && *after == before {
        fs::remove_file(&draft)?;
    }
    if !ended.success() {
        bail!("エディターが失敗しました / the editor failed: {editor} ({ended})");
    }
    readable(&draft, &after).context(
        "何も変えていません。もう一度実行すると下書きを直せます / nothing was changed; edit again to mend your text",
    )?;
    fs::remove_file(&draft)?;
    Ok(after)
}

/// The persona of this text. Nothing is written that cannot be read back, its cover
/// and its faults included.
fn readable(file: &Path, text: &str) -> anyhow::Result<Person> {
    let person = Person::parse(file, text)?;
    let faults = person.faults();
    faults.with_context(|| format!("{}: card.faults", file.display()))?;
    Ok(person)
}

/// Writes the file anew, as open to others as it was; after a crash either text is
/// there, whole.
fn replace(file: &Path, text: &str) -> anyhow::Result<()> {
    let next = file.with_extension("toml.new");
    let rights = || fs::set_permissions(&next, fs::metadata(file)?.permissions());
    fs::write(&next, text)
        .and_then(|()| rights())
        .and_then(|()| fs::rename(&next, file))
        .with_context(|| file.display().to_string())
}

fn parsed(settings: &[String]) -> anyhow::Result<Vec<(String, String)>> {
    let pairs = settings.iter().map(|setting| {
        let (key, value) = setting.split_once('=').context(
            "KEY=VALUE と書きます。キーの一覧は madoguchi card edit --keys / write KEY=VALUE; madoguchi card edit --keys lists the keys",
        )?;
        Ok((key.to_owned(), value.to_owned()))
    });
    pairs.collect()
}

pub(crate) fn issue(persona: &Path, folder: &Folder, anew: bool) -> anyhow::Result<ExitCode> {
    let person = shelf::Person::load(persona)?;
    let card = folder.card(&person.name());
    if anew && virtual_card::is_issued(&card) {
        // Held while it goes, so that it is not in a reader.
        let held = virtual_card::take(&card)?;
        fs::remove_dir_all(&card).with_context(|| card.display().to_string())?;
        drop(held);
    }
    if virtual_card::is_issued(&card) {
        bail!(
            "{}: 発行済みです。--anew で作り直せます / was issued before; --anew throws that card away",
            person.name()
        );
    }
    person.issue(folder, &RealTime::real())?;
    tell(format!("発行しました / issued: {}", person.name()));
    note(
        "資格確認サーバーは、--shelf で起動し直すと新しいカードを知ります / the check server learns of it when started again with --shelf",
    );
    Ok(ExitCode::SUCCESS)
}
