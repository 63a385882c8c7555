//! Makes Rust of `proto/` without a protoc on the machine, keeps the descriptors for
//! reflection, and lists every call.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use prost::Message;
use prost_types::FileDescriptorSet;

const PROTO: &str = "../../proto";
const FILES: [&str; 6] = [
    "madoguchi/qualification/v1/qualification.proto",
    "madoguchi/qualification/v1/consent.proto",
    "madoguchi/qualification/v1/history.proto",
    "madoguchi/qualification/v1/batch.proto",
    "madoguchi/qualification/v1/staff.proto",
    "madoguchi/qualification/v1/admin.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PROTO}");
    let descriptors = protox::compile(FILES, [PROTO])?;
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(folder.join("descriptors.bin"), descriptors.encode_to_vec())?;
    fs::write(folder.join("rpc.rs"), rpcs(&descriptors)?)?;
    tonic_prost_build::configure()
        .codec_path("crate::codec::MessageCodec")
        .boxed(".madoguchi.qualification.v1.CompleteResponse.answer.decision")
        .boxed(".madoguchi.qualification.v1.FollowBatchResponse.part.result")
        .compile_fds(descriptors)?;
    Ok(())
}

/// An enum of every call, so that whoever must say something of each is told by the
/// compiler when there is a new one.
fn rpcs(descriptors: &FileDescriptorSet) -> Result<String, Box<dyn Error>> {
    let mut calls = Vec::new();
    for file in &descriptors.file {
        for service in &file.service {
            for method in &service.method {
                let path = format!("/{}.{}/{}", file.package(), service.name(), method.name());
                calls.push((method.name(), path));
            }
        }
    }
    let mut rust = String::from(
        "/// A call of the protocol.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]\npub enum Rpc {\n",
    );
    for (name, path) in &calls {
        writeln!(rust, "    /// `{path}`.\n    {name},")?;
    }
    writeln!(rust, "}}\n\nimpl Rpc {{")?;
    writeln!(
        rust,
        "    /// Every call.\n    pub const ALL: [Self; {}] = [",
        calls.len()
    )?;
    for (name, _) in &calls {
        writeln!(rust, "        Self::{name},")?;
    }
    writeln!(
        rust,
        "    ];\n\n    /// Its path in HTTP/2.\n    #[must_use]"
    )?;
    writeln!(
        rust,
        "    pub const fn path(self) -> &'static str {{\n        match self {{"
    )?;
    for (name, path) in &calls {
        writeln!(rust, "            Self::{name} => {path:?},")?;
    }
    writeln!(rust, "        }}\n    }}\n}}")?;
    Ok(rust)
}
