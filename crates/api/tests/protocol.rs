//! The protocol keeps its word: what was said once in `protocol.txt` is never changed
//! or removed, what is new is said there, and everything is named and explained by the
//! same rules (as buf has them: PACKAGE_VERSION_SUFFIX, ENUM_ZERO_VALUE_SUFFIX,
//! ENUM_VALUE_PREFIX, RPC_REQUEST_STANDARD_NAME, RPC_RESPONSE_STANDARD_NAME,
//! SERVICE_SUFFIX, FIELD_LOWER_SNAKE_CASE, COMMENTS).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto};

const PACKAGE: &str = "madoguchi.qualification.v1";

fn files() -> Vec<FileDescriptorProto> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto");
    let names = [
        "qualification",
        "consent",
        "history",
        "batch",
        "staff",
        "admin",
    ];
    let names = names.map(|name| format!("madoguchi/qualification/v1/{name}.proto"));
    let compiled = protox::compile(names, [folder]).unwrap();
    let files = compiled.file.into_iter();
    files.filter(|file| file.package() == PACKAGE).collect()
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// What a message says, one line a field.
fn say_message(message: &DescriptorProto, said: &mut BTreeSet<String>) {
    let name = message.name();
    said.insert(format!("message {name}"));
    for field in &message.field {
        let kind = match field.r#type() {
            Type::Message | Type::Enum => field.type_name().trim_start_matches('.').to_owned(),
            kind => format!("{kind:?}").to_lowercase(),
        };
        let label = match field.label() {
            Label::Repeated => "repeated ",
            _ if field.proto3_optional() => "optional ",
            _ => "",
        };
        let oneof = field.oneof_index.filter(|_| !field.proto3_optional());
        let oneof = oneof.map_or(String::new(), |index| {
            let index = usize::try_from(index).unwrap();
            format!(" in {}", message.oneof_decl[index].name())
        });
        let (field, number) = (field.name(), field.number());
        said.insert(format!(
            "message {name} = {number}: {label}{kind} {field}{oneof}"
        ));
    }
    assert!(message.nested_type.is_empty(), "{name} has messages in it");
}

fn say_enum(it: &EnumDescriptorProto, said: &mut BTreeSet<String>) {
    let name = it.name();
    for value in &it.value {
        said.insert(format!(
            "enum {name} = {}: {}",
            value.number(),
            value.name()
        ));
    }
}

fn said(files: &[FileDescriptorProto]) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for file in files {
        for message in &file.message_type {
            say_message(message, &mut said);
        }
        for it in &file.enum_type {
            say_enum(it, &mut said);
        }
        for service in &file.service {
            for method in &service.method {
                let stream = |streams| if streams { "stream " } else { "" };
                let local = |name: &str| name.rsplit('.').next().unwrap().to_owned();
                said.insert(format!(
                    "rpc {}.{}({}{}) returns ({}{})",
                    service.name(),
                    method.name(),
                    stream(method.client_streaming()),
                    local(method.input_type()),
                    stream(method.server_streaming()),
                    local(method.output_type()),
                ));
            }
        }
    }
    said
}

#[test]
fn nothing_that_was_said_is_changed_or_removed_and_what_is_new_is_said() {
    let now = said(&files());
    let before: BTreeSet<String> = include_str!("protocol.txt")
        .lines()
        .map(Into::into)
        .collect();
    let broken: Vec<_> = before.difference(&now).collect();
    assert!(broken.is_empty(), "a breaking change: {broken:#?}");
    let new: Vec<_> = now.difference(&before).map(String::as_str).collect();
    assert!(
        new.is_empty(),
        "add to crates/api/tests/protocol.txt:\n{}",
        new.join("\n")
    );
}

#[test]
fn everything_is_named_by_the_same_rules() {
    assert!(PACKAGE.ends_with(".v1"));
    for file in files() {
        for it in &file.enum_type {
            let prefix = format!("{}_", snake(it.name()).to_uppercase());
            assert_eq!(it.value[0].name(), format!("{prefix}UNSPECIFIED"));
            assert_eq!(it.value[0].number(), 0);
            for value in &it.value {
                assert!(value.name().starts_with(&prefix), "{}", value.name());
            }
        }
        for field in file.message_type.iter().flat_map(|message| &message.field) {
            assert_eq!(field.name(), snake(field.name()));
        }
        for service in &file.service {
            assert!(service.name().ends_with("Service"));
            for method in &service.method {
                let named = |what: &str| format!(".{PACKAGE}.{}{what}", method.name());
                assert_eq!(method.input_type(), named("Request"));
                assert_eq!(method.output_type(), named("Response"));
            }
        }
    }
}

/// The numbers by which a descriptor's parts are found in its source.
const MESSAGES: i32 = 4;
const ENUMS: i32 = 5;
const SERVICES: i32 = 6;
const PARTS: i32 = 2;

#[test]
fn everything_is_explained() {
    let mut explained = 0;
    for file in files() {
        let source = file.source_code_info.as_ref().unwrap();
        let has = |path: &[i32]| {
            let at = source
                .location
                .iter()
                .find(|location| location.path == path);
            at.is_some_and(|at| at.leading_comments().trim().len() > 3)
        };
        let mut check = |kind: i32, index: usize, parts: usize, name: &str| {
            let index = i32::try_from(index).unwrap();
            assert!(has(&[kind, index]), "{name} is not explained");
            for part in 0..i32::try_from(parts).unwrap() {
                assert!(has(&[kind, index, PARTS, part]), "{name}: part {part}");
            }
            explained += parts + 1;
        };
        for (index, message) in file.message_type.iter().enumerate() {
            check(MESSAGES, index, message.field.len(), message.name());
        }
        for (index, it) in file.enum_type.iter().enumerate() {
            check(ENUMS, index, it.value.len(), it.name());
        }
        for (index, service) in file.service.iter().enumerate() {
            check(SERVICES, index, service.method.len(), service.name());
        }
    }
    assert!(explained > 400, "{explained} parts were looked at");
}
