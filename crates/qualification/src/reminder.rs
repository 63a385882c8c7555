//! What to tell people beside a decision: read from `data/reminders.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::data::compiled_in;
use crate::text::Words;
use crate::{Provenance, Rule, Text};

/// Something to tell. It changes no decision.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    rule: String,
    text: Words,
    /// On whose word it stands.
    pub provenance: Provenance,
}

impl Reminder {
    /// What there is to tell of `rule`.
    pub fn of(rule: Rule) -> impl Iterator<Item = &'static Self> {
        FILE.reminder
            .iter()
            .filter(move |reminder| reminder.rule == rule.name())
    }

    /// What to say.
    #[must_use]
    pub fn text(&'static self) -> Text {
        self.text.text()
    }
}

/// Where a card can be registered as insurance card (REG-CHANNELS).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationChannel {
    /// The machine name, such as `mynaportal`.
    pub id: String,
    name: Words,
    /// Whether the 4-digit PIN is needed beside the card.
    pub pin: bool,
    /// On whose word it stands.
    pub provenance: Provenance,
}

impl RegistrationChannel {
    /// Every channel.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &FILE.channel
    }

    /// Its name.
    #[must_use]
    pub fn name(&'static self) -> Text {
        self.name.text()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reminder: Vec<Reminder>,
    channel: Vec<RegistrationChannel>,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| compiled_in("reminders.toml", include_str!("../data/reminders.toml")));

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rule: Rule) -> String {
        Reminder::of(rule)
            .map(|reminder| reminder.text().ja)
            .collect()
    }

    #[test]
    fn every_reminder_belongs_to_a_rule_and_speaks_both_languages() {
        for reminder in &FILE.reminder {
            let known = Rule::ALL.iter().any(|rule| rule.name() == reminder.rule);
            assert!(known, "{}", reminder.rule);
            assert!(!reminder.text().ja.is_empty() && !reminder.text().en.is_empty());
            assert!(!reminder.provenance.source.is_empty());
        }
    }

    #[test]
    fn r009_whoever_shows_a_document_is_told_of_no_medical_information() {
        assert!(told(Rule::FlowOldCard).contains("医療情報を閲覧できません"));
    }

    #[test]
    fn r035_other_subsidies_still_need_their_paper() {
        let told = told(Rule::LimitOtherSubsidy);
        for paper in [
            "福祉医療費受給資格者証",
            "高齢者医療費受給資格者証",
            "重度障害・小児医療",
        ] {
            assert!(told.contains(paper), "{paper}");
        }
        assert_eq!(Reminder::of(Rule::LimitOtherSubsidy).count(), 3);
    }

    #[test]
    fn r047_whoever_did_not_renew_is_told_of_the_document_to_come() {
        assert!(told(Rule::CertNonrenewDoc).contains("1～2か月後に資格確認書"));
    }

    #[test]
    fn r050_a_card_is_registered_in_four_places_and_in_two_with_the_pin() {
        let channels: Vec<_> = RegistrationChannel::all()
            .iter()
            .map(|channel| (channel.id.as_str(), channel.pin))
            .collect();
        assert_eq!(
            channels,
            [
                ("mynaportal", true),
                ("seven_bank_atm", true),
                ("face_reader", false),
                ("city_hall", false)
            ]
        );
        for channel in RegistrationChannel::all() {
            assert!(!channel.name().ja.is_empty() && !channel.name().en.is_empty());
        }
    }

    #[test]
    fn r053_the_patient_can_see_in_the_portal_whether_the_card_is_registered() {
        assert!(told(Rule::RegStatus).contains("「マイナンバーカード登録済」"));
    }

    #[test]
    fn r056_a_lost_certificate_is_for_the_police_and_then_the_insurer() {
        let told = told(Rule::LostMeanwhile);
        assert!(told.contains("申請して交付される資格確認書"));
        assert!(told.contains("警察"));
    }

    #[test]
    fn r057_a_lost_card_gives_nothing_medical_away() {
        let told = told(Rule::LostNodata);
        assert!(told.contains("記録されていません"));
        assert!(told.contains("引き出せません"));
    }

    #[test]
    fn r060_joining_and_leaving_still_has_to_be_reported() {
        let told = told(Rule::LagDuty);
        assert!(told.contains("翌日から14日以内"));
        assert!(told.contains("75歳未満"));
    }
}
