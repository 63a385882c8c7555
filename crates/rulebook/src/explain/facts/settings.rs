//! What an explanation stands on beside the person: switches, the bill, the trouble.

use qualification::{
    Cause, GraceRule, LateElderlyIssue, LimitScreen, Setting, SpecificDisease, Switches,
};

use super::{Fact, fact};
use crate::Care;
use crate::case::InHand;
use crate::words::{Words, yes};

/// The switches that are not the default.
pub(super) fn of_the_switches(switches: Switches) -> Vec<Fact> {
    let usual = Switches::DEFAULT;
    let mut set = Vec::new();
    if switches.limit_screen != usual.limit_screen {
        set.push(match switches.limit_screen {
            LimitScreen::Ask => "limit-screen=ask",
            LimitScreen::Automatic => "limit-screen=automatic",
        });
    }
    if switches.grace != usual.grace {
        set.push(match switches.grace {
            GraceRule::MonthEndPlusThree => "grace=month-end",
            GraceRule::PlainThreeMonths => "grace=plain",
        });
    }
    if switches.late_elderly_issue != usual.late_elderly_issue {
        set.push(match switches.late_elderly_issue {
            LateElderlyIssue::UntilJuly2025 => "late-elderly-issue=july-2025",
            LateElderlyIssue::UntilJuly2026 => "late-elderly-issue=july-2026",
        });
    }
    let said = (!set.is_empty()).then(|| set.join(", "));
    let said = said.map(|set| fact("switches", "設定", "switches", &set));
    said.into_iter().collect()
}

/// What is said of the bill.
pub(super) fn of_the_care(care: &Care) -> Vec<Fact> {
    let setting = match care.setting {
        Setting::Outpatient => Words::new("外来", "outpatient"),
        Setting::Inpatient => Words::new("入院", "inpatient"),
    };
    let many_times = Words::new("多数回該当", "fourth such month in twelve, or later");
    let mut facts = vec![
        fact(
            "medical",
            "医療費（円）",
            "cost of the care, yen",
            &care.medical,
        ),
        ("setting", Words::new("外来・入院", "setting"), setting),
        ("many_times", many_times, yes(care.many_times).into()),
    ];
    if let Some(disease) = care.specific_disease {
        let disease = match disease {
            SpecificDisease::Dialysis => Words::new("人工透析", "dialysis"),
            SpecificDisease::Haemophilia => Words::new("血友病", "haemophilia"),
            SpecificDisease::Hiv => Words::new("血液製剤によるHIV", "HIV by blood products"),
        };
        let name = Words::new("特定疾病の診療", "care for a specific disease");
        facts.push(("specific_disease", name, disease));
    }
    facts
}

/// What is in hand, and why the check cannot be made. That someone's data is shown to
/// nobody is no cause that is repeated.
pub(super) fn of_the_trouble(trouble: &InHand) -> Vec<Fact> {
    let written = |language: fn(Words) -> String| {
        let held = trouble.held.iter().map(|(document, valid)| {
            let mark = if *valid { "" } else { "(!)" };
            format!("{}{mark}", language(document.name().into()))
        });
        held.collect::<Vec<_>>().join(", ")
    };
    let held = if trouble.held.is_empty() {
        Words::new("なし", "nothing")
    } else {
        Words::new(written(|it| it.ja), written(|it| it.en))
    };
    let mut facts = vec![("fallback", Words::new("手元にあるもの", "in hand"), held)];
    if trouble.cause != Cause::NotDisclosed {
        let code = trouble.cause.code();
        facts.push(fact("cause", "確認できない原因", "why no check", &code));
    }
    facts
}
