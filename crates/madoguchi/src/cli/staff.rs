//! The words of `madoguchi staff`.

use clap::{Args, Subcommand};
use qualification::Institution;

use super::PkiFolder;

#[derive(Args)]
pub(crate) struct Staff {
    /// What is done.
    #[command(subcommand)]
    pub(crate) command: StaffCommand,
}

#[derive(Subcommand)]
pub(crate) enum StaffCommand {
    /// 目視確認用の暗証番号を設定する / set the institution's passcode for the staff's check
    #[command(after_help = "例 / Examples:\n  madoguchi staff passcode\n  \
        madoguchi staff passcode --passcode-stdin < passcode.txt\n\
        英数字と記号で8文字から64文字、数字だけは不可。患者さんのカードの暗証番号ではありません / 8 to 64 letters, digits and \
        signs, not digits alone; it is not the PIN of a patient's card.\n\
        終了コード / Exit codes: 0 設定した / set, 2 使い方の誤り / wrong usage, 30 中止 / cancelled, \
        40 準備の不足 / not set up")]
    Passcode {
        #[command(flatten)]
        whose: Whose,
        /// Ask nobody: the passcode is the first line of standard input.
        #[arg(long)]
        passcode_stdin: bool,
    },
    /// 設定の有無と、誤りが続いて閉じているかを表示する / show whether it is set, and open
    #[command(after_help = "例 / Example:\n  madoguchi staff show --json\n\
        終了コード / Exit codes: 0 設定あり / it is set, 2 使い方の誤り / wrong usage, 40 設定なし / not set up")]
    Show {
        #[command(flatten)]
        whose: Whose,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Whose staff it is.
#[derive(Args)]
pub(crate) struct Whose {
    #[command(flatten)]
    pub(crate) pki: PkiFolder,
    /// The institution's 10-digit code.
    #[arg(long, env = "MADOGUCHI_INSTITUTION", default_value = super::INSTITUTION, value_parser = super::institution, value_name = "CODE")]
    pub(crate) institution: Institution,
}
