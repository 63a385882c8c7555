//! The words for rules on which sources differ.

use clap::{Args, ValueEnum};
use qualification::{Category, GraceRule, LimitScreen, Switches};

/// Which rules hold where sources differ.
#[derive(Args)]
#[command(next_help_heading = "資料により異なる規則 / Rules on which sources differ")]
pub(crate) struct Rules {
    /// まとめて選ぶ / all of them at once: as one practice has it.
    #[arg(
        long,
        env = "MADOGUCHI_RULES",
        default_value = "seed",
        value_name = "PRACTICE"
    )]
    rules: Practice,
    /// 限度額情報の提供（手順4） / step 4, the limit amount.
    #[arg(long, env = "MADOGUCHI_LIMIT_SCREEN", value_name = "HOW")]
    limit_screen: Option<Limit>,
    /// 電子証明書の期限後、資格情報のみ確認できる期間 / how long eligibility is answered
    /// after the certificate's end.
    #[arg(long, env = "MADOGUCHI_GRACE", value_name = "HOW")]
    grace: Option<Grace>,
    /// 同意を尋ねる情報。公開資料によれば、実際の機器の初期設定では手術と診療は尋ねません /
    /// what consent is asked for; all four if not given. In a fresh installation of the real
    /// thing 手術 and 診療 are off (public sources): medication,checkup.
    #[arg(
        long,
        env = "MADOGUCHI_CONSENT_CATEGORIES",
        value_name = "CATEGORIES",
        value_delimiter = ','
    )]
    consent_categories: Option<Vec<Asked>>,
}

/// A category that the clinic has switched on.
#[derive(Clone, Copy, ValueEnum)]
enum Asked {
    /// 診療 / treatment
    Treatment,
    /// お薬 / medication
    Medication,
    /// 手術 / surgery
    Surgery,
    /// 健診 / check-ups
    Checkup,
}

impl Asked {
    const fn category(self) -> Category {
        match self {
            Self::Treatment => Category::Treatment,
            Self::Medication => Category::Medication,
            Self::Surgery => Category::Surgery,
            Self::Checkup => Category::Checkup,
        }
    }
}

/// A practice, as a whole.
#[derive(Clone, Copy, ValueEnum)]
enum Practice {
    /// 元にした資料のとおり / as the documents say that this program was made from:
    /// ask, month-end
    Seed,
    /// 全国の運用 / national practice: automatic, month-end
    National,
}

#[derive(Clone, Copy, ValueEnum)]
enum Limit {
    /// 患者に尋ねる / the patient is asked
    Ask,
    /// 尋ねずに提供する（2024年10月7日からの全国の運用） / given without asking, national
    /// practice since 2024-10-07
    Automatic,
}

#[derive(Clone, Copy, ValueEnum)]
enum Grace {
    /// 満了月の3か月後の月末まで / to the end of the third month after the month of the end
    MonthEnd,
    /// 満了日からちょうど3か月 / three months to the day
    Plain,
}

impl Rules {
    /// The switches: as the practice has them, but for those that are named.
    pub(crate) fn switches(&self) -> Switches {
        let practice = match self.rules {
            Practice::Seed => Switches::DEFAULT,
            Practice::National => Switches::NATIONAL,
        };
        Switches {
            limit_screen: self
                .limit_screen
                .map_or(practice.limit_screen, |limit| match limit {
                    Limit::Ask => LimitScreen::Ask,
                    Limit::Automatic => LimitScreen::Automatic,
                }),
            grace: self.grace.map_or(practice.grace, |grace| match grace {
                Grace::MonthEnd => GraceRule::MonthEndPlusThree,
                Grace::Plain => GraceRule::PlainThreeMonths,
            }),
            late_elderly_issue: practice.late_elderly_issue,
            consent_categories: match &self.consent_categories {
                None => practice.consent_categories,
                Some(asked) => asked.iter().copied().map(Asked::category).collect(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser as _;

    fn switches(arguments: &[&str]) -> [Switches; 2] {
        ["server", "demo"].map(|command| {
            let words = [&["madoguchi", command], arguments].concat();
            match Cli::try_parse_from(words)
                .unwrap_or_else(|error| panic!("{error}"))
                .command
            {
                Command::Server(server) => server.rules.switches(),
                Command::Demo(demo) => demo.rules.switches(),
                _ => panic!("another command"),
            }
        })
    }

    #[test]
    fn each_switch_is_set_by_itself_and_all_by_a_practice() {
        let seed = Switches::DEFAULT;
        let national = Switches::NATIONAL;
        for (arguments, wanted) in [
            (&[][..], seed),
            (&["--rules", "seed"], seed),
            (&["--rules", "national"], national),
            (
                &["--limit-screen", "automatic"],
                Switches {
                    limit_screen: LimitScreen::Automatic,
                    ..seed
                },
            ),
            (
                &["--grace", "plain"],
                Switches {
                    grace: GraceRule::PlainThreeMonths,
                    ..seed
                },
            ),
            (
                &[
                    "--rules",
                    "national",
                    "--limit-screen",
                    "ask",
                    "--grace",
                    "month-end",
                ],
                Switches {
                    limit_screen: LimitScreen::Ask,
                    ..national
                },
            ),
        ] {
            assert_eq!(switches(arguments), [wanted; 2], "{arguments:?}");
        }
    }

    #[test]
    fn r022_the_clinic_chooses_what_consent_is_asked_for() {
        let [server, demo] = switches(&["--consent-categories", "medication,checkup"]);
        assert_eq!(server, demo);
        let asked: Vec<_> = server.consent_categories.iter().collect();
        assert_eq!(asked, [Category::Medication, Category::Checkup]);
        assert_eq!(switches(&[])[0].consent_categories.iter().count(), 4);
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for arguments in [
            ["--grace", "four-months"],
            ["--rules", "mine"],
            ["--consent-categories", "dental"],
        ] {
            let words = [&["madoguchi", "server"][..], &arguments].concat();
            assert!(Cli::try_parse_from(words).is_err(), "{arguments:?}");
        }
    }
}
