//! `madoguchi face`: what compares faces, looked at by itself.

mod compare;
mod curve;
mod evaluate;
mod frames;

use std::process::ExitCode;

use crate::cli::face::{Face, FaceCommand};

pub(crate) fn run(arguments: Face) -> anyhow::Result<ExitCode> {
    match arguments.command {
        FaceCommand::Evaluate(arguments) => evaluate::run(&arguments),
        FaceCommand::Compare(arguments) => compare::run(&arguments),
        FaceCommand::Frames(arguments) => frames::run(&arguments),
    }
}
