//! `madoguchi store`: a store is prepared, backed up and restored.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use store::{ChainVerdict, Evidence, open_for_reading, verify_chain};

use super::{audit, tell};
use crate::cli::store::{Store, StoreCommand};
use crate::home;

pub(crate) async fn run(arguments: Store) -> anyhow::Result<ExitCode> {
    match arguments.command {
        StoreCommand::Prepare { store, role } => {
            let location = home::store(store.location)?;
            store::prepare(&location, &role).await?;
            tell(format!(
                "用意しました。サーバーのロール: {role}\nprepared; the servers' role: {role}"
            ));
        }
        StoreCommand::Backup { file, store } => {
            let location = home::store(store.location)?;
            let copy = Copy::of(&location, &file).await?;
            let records = copy.records;
            copy.put()?;
            tell(format!(
                "バックアップしました（監査記録 {records} 件）: {0}\nbacked up, {records} audit records: {0}",
                file.display()
            ));
        }
        StoreCommand::Restore {
            file,
            store,
            replace,
            witness,
            accept_rollback,
            pki,
        } => {
            let location = home::store_to_be(store.location)?;
            let target = store::file(&location)?.to_owned();
            if target.exists() && !replace {
                bail!(
                    "保存先があります / there is a store already: {}; with --replace it is moved aside",
                    target.display()
                );
            }
            let backup = format!("sqlite:{}", file.display());
            if let Some(witness) = &witness {
                let key = home::made_pki(pki.folder)?.audit_public_key()?;
                let lost = lost(&backup, witness, &key).await?;
                if lost > 0 && !accept_rollback {
                    bail!(
                        "証人ファイルにはこのバックアップより後の記録が {lost} 件あります / the witness knows {lost} \
                         records that came after this backup; they would be lost. \
                         With --accept-rollback it is restored all the same"
                    );
                }
            }
            let copy = Copy::of(&backup, &target).await?;
            let records = copy.records;
            if target.exists() {
                store::let_go(&location).context(
                    "稼働中のサーバーを止めてから戻します / stop the server that uses the store first",
                )?;
                let aside = beside(&target, ".replaced");
                fs::rename(&target, &aside).with_context(|| aside.display().to_string())?;
                tell(format!(
                    "以前の保存先 / the store before: {}",
                    aside.display()
                ));
            }
            copy.put()?;
            tell(format!(
                "戻しました（監査記録 {records} 件）: {location}\nrestored, {records} audit records: {location}"
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A copy that is whole, not yet in its place. It is gone unless it is put there.
struct Copy {
    made: tempfile::TempPath,
    place: PathBuf,
    records: u64,
}

impl Copy {
    async fn of(location: &str, place: &Path) -> anyhow::Result<Self> {
        // Beside its place, so that it gets there in one step.
        let made = tempfile::Builder::new()
            .prefix(".madoguchi-")
            .tempfile_in(folder(place))
            .with_context(|| folder(place).display().to_string())?
            .into_temp_path();
        let bar = audit::bar("ページ / pages", 0);
        store::copy(location, &made, &mut |done, all| {
            bar.set_length(all);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        let copy = open_for_reading(&format!("sqlite:{}", made.display())).await?;
        let records = match verify_chain(copy.as_ref()).await? {
            ChainVerdict::Whole { head } => head.number,
            ChainVerdict::Broken { record, .. } => bail!(
                "監査記録 {record} で連鎖が切れています / the chain of audit records is broken at {record}; \
                 see `madoguchi audit verify`"
            ),
        };
        Ok(Self {
            made,
            place: place.to_owned(),
            records,
        })
    }

    fn put(self) -> anyhow::Result<()> {
        let place = self.place;
        let put = || -> io::Result<()> {
            self.made.persist(&place)?;
            File::open(folder(&place))?.sync_all()
        };
        put().with_context(|| place.display().to_string())
    }
}

/// How many records the witness knows that the backup has not.
async fn lost(backup: &str, witness: &Path, key: &[u8; 32]) -> anyhow::Result<u64> {
    let store = open_for_reading(backup).await?;
    let check = |statement: &[u8], signature: &[u8; 64]| {
        pki::verify_audit_signature(key, statement, signature)
    };
    let mut evidence = Evidence::kept_by(store.as_ref(), &check).await?;
    let lines = File::open(witness).with_context(|| witness.display().to_string())?;
    evidence.add_witness(&mut BufReader::new(lines))?;
    let head = store.audit(u64::MAX, 0).await?.head.number;
    Ok(evidence.witnessed_up_to().saturating_sub(head))
}

fn folder(file: &Path) -> &Path {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
