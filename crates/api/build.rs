//! Makes Rust of `proto/` without a protoc on the machine, and keeps the
//! descriptors for reflection.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use prost::Message;

const PROTO: &str = "../../proto";
const FILE: &str = "madoguchi/qualification/v1/qualification.proto";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PROTO}");
    let descriptors = protox::compile([FILE], [PROTO])?;
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(folder.join("descriptors.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure()
        .codec_path("crate::codec::MessageCodec")
        .boxed(".madoguchi.qualification.v1.CompleteResponse.answer.decision")
        .compile_fds(descriptors)?;
    Ok(())
}
