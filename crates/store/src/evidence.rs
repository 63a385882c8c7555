//! What signed statements say about the audit trail, and whether it is so.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};

use crate::chain::{Step, Walk};
use crate::witness::TORN;
use crate::{
    AuditRecord, ChainHead, Checkpoint, Finding, Origin, Place, Store, StoreError, Verdict,
    Worthless,
};

/// How many statements are read from a store at a time.
const PAGE: usize = 1000;
/// No line of a witness is longer.
const LINE: u64 = 1024;

/// Whether a signature over those bytes is good.
pub type SignatureCheck<'a> = &'a (dyn Fn(&[u8], &[u8; 64]) -> bool + Sync);

/// Statements about one trail.
pub struct Evidence<'a> {
    origin: Option<Origin>,
    check: SignatureCheck<'a>,
    stated: BTreeMap<(u64, [u8; 32]), Place>,
    worthless: Vec<Finding>,
    torn: u64,
    files: usize,
    kept: u64,
    witnessed: u64,
}

impl<'a> Evidence<'a> {
    /// The statements that the store keeps itself.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub async fn kept_by(store: &dyn Store, check: SignatureCheck<'a>) -> Result<Self, StoreError> {
        let first = store.audit(0, 1).await?.records;
        let mut evidence = Self {
            origin: first.first().map(AuditRecord::as_origin),
            check,
            stated: BTreeMap::new(),
            worthless: Vec::new(),
            torn: 0,
            files: 0,
            kept: 0,
            witnessed: 0,
        };
        loop {
            let page = store.checkpoints(evidence.kept, PAGE).await?;
            for checkpoint in &page {
                evidence.kept = evidence.kept.max(checkpoint.head.number);
                let place = Place::Store(checkpoint.head.number);
                let origin = evidence.origin.unwrap_or(Origin([0; 32]));
                evidence.weigh(place, Some((origin, checkpoint.clone())));
            }
            if page.is_empty() {
                return Ok(evidence);
            }
        }
    }

    /// Adds what a witness has written down. A last line without an end was torn off
    /// by a loss of power: it says nothing and is no finding.
    ///
    /// # Errors
    /// When the lines cannot be read.
    pub fn add_witness(&mut self, lines: &mut dyn BufRead) -> io::Result<()> {
        let file = self.files;
        self.files += 1;
        for line in 1.. {
            let mut bytes = Vec::new();
            if lines.take(LINE).read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            let whole = bytes.strip_suffix(b"\n");
            let text = whole.and_then(|bytes| std::str::from_utf8(bytes).ok());
            match text {
                Some(text) if text.ends_with(TORN) => self.torn += 1,
                None if whole.is_none() && lines.fill_buf()?.is_empty() => self.torn += 1,
                text => {
                    let read = text.and_then(Checkpoint::from_line);
                    let number = read.as_ref().map_or(0, |(_, it)| it.head.number);
                    if self.weigh(Place::Witness { file, line }, read) {
                        self.witnessed = self.witnessed.max(number);
                    }
                }
            }
        }
        Ok(())
    }

    /// How many lines of witnesses were torn off by a loss of power.
    #[must_use]
    pub const fn torn(&self) -> u64 {
        self.torn
    }

    /// The last record that a statement in the store names; 0 when there is none.
    #[must_use]
    pub const fn kept_up_to(&self) -> u64 {
        self.kept
    }

    /// The last record that a good statement of a witness names; 0 when there is none.
    #[must_use]
    pub const fn witnessed_up_to(&self) -> u64 {
        self.witnessed
    }

    /// Goes along the whole trail and compares it with every statement. `reached` is
    /// told how far it is.
    ///
    /// # Errors
    /// [`StoreError`] when the trail cannot be read.
    pub async fn verify(
        &self,
        store: &dyn Store,
        reached: &mut (dyn FnMut(u64) + Send),
    ) -> Result<Verdict, StoreError> {
        let mut walk = Walk::from(store, ChainHead::START);
        let (mut head, mut agreed) = (ChainHead::START, 0);
        let found = 'walk: loop {
            match walk.next().await? {
                Step::Records(records) => {
                    for record in &records {
                        if let Some(finding) = self.contradiction(record, agreed) {
                            break 'walk Some(finding);
                        }
                        if self.stated.contains_key(&(record.number, record.hash)) {
                            agreed = record.number;
                        }
                        head = record.as_head();
                    }
                    reached(head.number);
                }
                Step::End(_) => break self.beyond(head, agreed),
                Step::Broken { record, flaw } => break Some(Finding::Record { record, flaw }),
            }
        };
        let findings = found.into_iter().chain(self.worthless.iter().copied());
        Ok(Verdict {
            head,
            findings: findings.collect(),
        })
    }

    /// A statement that another record had that number.
    fn contradiction(&self, record: &AuditRecord, agreed: u64) -> Option<Finding> {
        let number = record.number;
        let stated = self.stated.range((number, [0; 32])..=(number, [0xFF; 32]));
        let other = stated
            .into_iter()
            .find(|((_, hash), _)| *hash != record.hash);
        other.map(|(_, by)| Finding::Contradicted {
            by: *by,
            record: number,
            agreed,
            missing: false,
        })
    }

    /// A statement that there was a record after the last.
    fn beyond(&self, head: ChainHead, agreed: u64) -> Option<Finding> {
        let mut beyond = self
            .stated
            .range((head.number.saturating_add(1), [0; 32])..);
        beyond
            .next()
            .map(|((record, _), by)| Finding::Contradicted {
                by: *by,
                record: *record,
                agreed,
                missing: true,
            })
    }

    /// Keeps a statement if it is worth anything, and tells whether it is.
    fn weigh(&mut self, place: Place, read: Option<(Origin, Checkpoint)>) -> bool {
        let why = match read {
            None => Worthless::Unreadable,
            Some((origin, it)) if !(self.check)(it.statement(origin).as_bytes(), &it.signature) => {
                Worthless::NotSigned
            }
            Some((origin, _)) if self.origin.is_some_and(|own| own != origin) => {
                Worthless::OtherTrail
            }
            Some((_, it)) => {
                let stated = (it.head.number, it.head.hash);
                self.stated.entry(stated).or_insert(place);
                return true;
            }
        };
        let told = |it: &Finding| matches!(it, Finding::Worthless { place: at, .. } if at.is_beside(place));
        if !self.worthless.iter().any(told) {
            self.worthless.push(Finding::Worthless { place, why });
        }
        false
    }
}
