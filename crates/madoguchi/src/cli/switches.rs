//! The words for rules on which sources differ.

use clap::{Args, ValueEnum};
use qualification::{GraceRule, LateElderlyIssue, LimitScreen, Switches};

/// Which rules hold where sources differ.
#[derive(Args)]
#[command(next_help_heading = "資料により異なる規則 / Rules on which sources differ")]
pub(crate) struct Rules {
    /// まとめて選ぶ / all of them at once: as one practice has it.
    #[arg(long, default_value = "seed", value_name = "PRACTICE")]
    rules: Practice,
    /// 限度額情報の提供（手順4） / step 4, the limit amount.
    #[arg(long, value_name = "HOW")]
    limit_screen: Option<Limit>,
    /// 電子証明書の期限後、資格情報のみ確認できる期間 / how long eligibility is answered
    /// after the certificate's end.
    #[arg(long, value_name = "HOW")]
    grace: Option<Grace>,
    /// 後期高齢者医療の全員に資格確認書を交付する期限 / until when late-elderly cover gives
    /// everyone a certificate of eligibility.
    #[arg(long, value_name = "UNTIL")]
    late_elderly_issue: Option<Issue>,
}

/// A practice, as a whole.
#[derive(Clone, Copy, ValueEnum)]
enum Practice {
    /// 元にした資料のとおり / as the documents say that this program was made from:
    /// ask, month-end, july-2025
    Seed,
    /// 全国の運用 / national practice: automatic, month-end, july-2026
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

#[derive(Clone, Copy, ValueEnum)]
enum Issue {
    /// 2025年7月31日まで / until 2025-07-31
    #[value(name = "july-2025")]
    July2025,
    /// 2026年7月31日まで、以後は85歳以上 / until 2026-07-31, then to everyone of 85 and more
    #[value(name = "july-2026")]
    July2026,
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
            late_elderly_issue: self.late_elderly_issue.map_or(
                practice.late_elderly_issue,
                |issue| match issue {
                    Issue::July2025 => LateElderlyIssue::UntilJuly2025,
                    Issue::July2026 => LateElderlyIssue::UntilJuly2026,
                },
            ),
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
                &["--late-elderly-issue", "july-2026"],
                Switches {
                    late_elderly_issue: LateElderlyIssue::UntilJuly2026,
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
            (
                &["--rules", "national", "--late-elderly-issue", "july-2025"],
                Switches {
                    late_elderly_issue: LateElderlyIssue::UntilJuly2025,
                    ..national
                },
            ),
        ] {
            assert_eq!(switches(arguments), [wanted; 2], "{arguments:?}");
        }
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for arguments in [["--grace", "four-months"], ["--rules", "mine"]] {
            let words = [&["madoguchi", "server"][..], &arguments].concat();
            assert!(Cli::try_parse_from(words).is_err(), "{arguments:?}");
        }
    }
}
