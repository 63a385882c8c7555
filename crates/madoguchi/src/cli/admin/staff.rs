//! Staff accounts at the check server.

use clap::{Args, Subcommand};
use qualification::{Institution, Role, StaffId};

#[derive(Subcommand)]
pub(crate) enum StaffCommand {
    /// 登録・変更する / put an account in, or change it
    #[command(
        after_help = "例 / Examples:\n  madoguchi admin staff put D-001 --role physician\n  \
        madoguchi admin staff put R-001 --role reception --passcode-stdin < passcode.txt\n\
        暗証番号は英数字と記号で8文字から64文字。変更すると、その職員は全端末でサインアウトされます / The passcode has 8 to 64 \
        letters, digits and signs. Whoever's account is changed is signed out everywhere."
    )]
    Put {
        #[command(flatten)]
        whose: Account,
        /// reception, physician, dentist, pharmacist or administrator.
        #[arg(long, value_parser = role, value_name = "ROLE")]
        role: Role,
        /// Ask nobody: the passcode is the first line of standard input.
        #[arg(long)]
        passcode_stdin: bool,
    },
    /// 削除する / remove an account
    #[command(after_help = "例 / Example:\n  madoguchi admin staff remove D-001")]
    Remove(Account),
    /// 一覧を表示する / list them
    #[command(
        after_help = "例 / Example:\n  madoguchi admin staff list --institution 1310000001 --json"
    )]
    List(At),
}

/// Whose account it is.
#[derive(Args)]
pub(crate) struct Account {
    /// 職員ID / the id of somebody of the staff.
    #[arg(value_parser = staff, value_name = "STAFF")]
    pub(crate) staff: StaffId,
    #[command(flatten)]
    pub(crate) at: At,
}

/// Where they are on duty.
#[derive(Args)]
pub(crate) struct At {
    /// The institution's 10-digit code.
    #[arg(long, env = "MADOGUCHI_INSTITUTION", default_value = super::super::INSTITUTION, value_parser = super::super::institution, value_name = "CODE")]
    pub(crate) institution: Institution,
}

fn staff(text: &str) -> Result<StaffId, String> {
    StaffId::parse(text).map_err(|error| error.to_string())
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(&text.to_ascii_uppercase()).ok_or_else(|| {
        "reception, physician, dentist, pharmacist, administrator のどれか / one of these"
            .to_owned()
    })
}
