//! The days on which an answer may turn: those of the law, and a person's own.

use jiff::civil::{Date, date};
use qualification::{
    Disclosure, Registration, Text, grace_ends, late_elderly_from, preschool_until, share_from_70,
};

use crate::{Case, Presentation};

/// A day, and what begins on it or is over after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurningDay {
    /// The day.
    pub date: Date,
    /// What turns.
    pub what: Text,
}

/// What was before the first day of the law is not shown.
const FIRST: Date = date(2024, 1, 1);

macro_rules! law {
    ($($year:literal - $month:literal - $day:literal: $ja:literal / $en:literal;)+) => {
        /// The days of the law.
        const LAW: &[TurningDay] = &[$(TurningDay {
            date: date($year, $month, $day),
            what: Text { ja: $ja, en: $en },
        },)+];
    };
}

law! {
    2024-2-6: "マイナポータルのPDFが使える最初の日" / "first day of the portal's PDF";
    2024-12-1: "旧保険証が発行される最後の日" / "last day an old card is issued";
    2024-12-2: "資格確認書・資格情報のお知らせの最初の日" / "first day of the new documents";
    2025-7-31: "国保・後期の旧保険証の最後の日" / "last day of old cards of National and late-elderly insurers";
    2025-8-1: "国保・後期の旧保険証はもう使えない" / "old cards of National and late-elderly insurers are over";
    2025-9-30: "後期2割の配慮措置の最後の日" / "last day of the relief for two tenths";
    2025-10-1: "後期2割の配慮措置は終わり" / "the relief for two tenths is over";
    2025-12-1: "健保の旧保険証の最後の日" / "last day of old cards of employees' insurers";
    2025-12-2: "旧保険証はもう使えない" / "every old card is over";
    2026-7-31: "限度額の旧い表の最後の日" / "last day of the old table of limit amounts";
    2026-8-1: "限度額の新しい表の最初の日" / "first day of the new table of limit amounts";
    2027-7-31: "確かな限度額の表の最後の日" / "last day of the table of limit amounts that is enacted";
    2027-8-1: "限度額の表は未定" / "no table of limit amounts is enacted";
}

impl TurningDay {
    /// Every day on which the answer to `case` may turn, in order.
    #[must_use]
    pub fn of(case: &Case) -> Vec<Self> {
        let mut days = LAW.to_vec();
        let mut own = Own(&mut days);
        own.of_the_card(case);
        own.of_the_presentation(case.presentation);
        own.of_the_age(case.person.birth, case.cover_is_assumed);
        if case.person.disclosure == Disclosure::Disclosed {
            own.of_the_cover(case);
        }
        days.retain(|day| day.date >= FIRST);
        days.sort_by_key(|day| day.date);
        days.dedup();
        days
    }
}

struct Own<'d>(&'d mut Vec<TurningDay>);

impl Own<'_> {
    fn on(&mut self, date: Date, ja: &'static str, en: &'static str) {
        let what = Text { ja, en };
        self.0.push(TurningDay { date, what });
    }

    fn after(&mut self, date: Date, ja: &'static str, en: &'static str) {
        if let Ok(next) = date.tomorrow() {
            self.on(next, ja, en);
        }
    }

    fn of_the_card(&mut self, case: &Case) {
        let end = case.certificate.not_after;
        if case.person.registration != Registration::Registered {
            let edge = end.saturating_sub(jiff::Span::new().days(5));
            self.on(
                edge,
                "利用登録できる最後の日（残り5日）",
                "last day to register: five days are left",
            );
            self.after(edge, "残り5日を切る", "fewer than five days are left");
        }
        self.on(end, "電子証明書の有効期限", "the certificate's last day");
        self.after(end, "猶予の最初の日", "first day of the grace");
        let grace = grace_ends(end, case.switches.grace);
        self.on(grace, "猶予の最後の日", "last day of the grace");
        self.after(grace, "猶予が終わる", "the grace is over");
    }

    fn of_the_presentation(&mut self, shown: Presentation) {
        if let Some(begins) = shown.venue.begins() {
            self.on(
                begins,
                "この形の診療でのオンライン資格確認の最初の日",
                "first day of online checks for such care",
            );
        }
        if let Some(begins) = shown.medium.begins() {
            self.on(
                begins,
                "スマートフォンのマイナ保険証の最初の日",
                "first day of the card in a phone",
            );
        }
    }

    fn of_the_age(&mut self, birth: Date, cover_is_assumed: bool) {
        self.after(
            preschool_until(birth),
            "就学：2割の最後の翌日",
            "school begins: the share of two tenths is over",
        );
        self.on(
            share_from_70(birth),
            "70歳からの負担割合の最初の日",
            "first day of the share from 70",
        );
        let (ja, en) = if cover_is_assumed {
            (
                "75歳：それまでの保険は終わり、後期高齢者医療（別の保険者番号）",
                "75: the old cover is over, the late elderly's begins (another insurer)",
            )
        } else {
            (
                "75歳：後期高齢者医療（ファイルの資格はそのまま）",
                "75: the late elderly's (the file's cover goes on)",
            )
        };
        self.on(late_elderly_from(birth), ja, en);
    }

    fn of_the_cover(&mut self, case: &Case) {
        for cover in &case.person.covers {
            self.on(cover.acquired_on, "資格取得日", "cover begins");
            if cover.linked_on != cover.acquired_on {
                self.on(cover.linked_on, "データが届く日", "its data arrives");
            }
            if let Some(lost) = cover.lost_on {
                self.on(
                    lost,
                    "資格喪失日：もう使えない",
                    "cover is lost: first day without",
                );
            }
            if let Some(due) = cover.arrears_due {
                self.after(due, "納期限の翌日", "the day after the premium was due");
            }
        }
        if let Some(limit) = &case.person.limit {
            if limit.valid_from > Date::MIN {
                self.on(
                    limit.valid_from,
                    "限度額の発効期日",
                    "first day of the limit class",
                );
            }
            if limit.valid_until < Date::MAX {
                self.on(
                    limit.valid_until,
                    "限度額の有効期限",
                    "last day of the limit class",
                );
                self.after(
                    limit.valid_until,
                    "限度額の区分が切れる",
                    "the limit class is over",
                );
            }
        }
    }
}
