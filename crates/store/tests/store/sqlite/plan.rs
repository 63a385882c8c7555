//! What a question costs does not depend on how many people there are: every statement
//! of the program finds its rows by a key or an index.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::{fresh, path, raw};

/// The string literals that are SQL, of the sources under `folder`.
fn statements(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(statements(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let product = source.split("#[cfg(test)]").next().unwrap();
            let literals = product.split('"').skip(1).step_by(2);
            let is_sql = |text: &&str| {
                let verbs = ["SELECT ", "UPDATE ", "DELETE ", "INSERT "];
                verbs.iter().any(|verb| text.starts_with(verb))
            };
            found.extend(literals.filter(is_sql).map(str::to_owned));
        }
    }
    found
}

/// The steps of the plan that go through a whole table of many rows.
fn scans(file: &Connection, sql: &str) -> Vec<String> {
    let mut plan = file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let count = plan.parameter_count();
    let nulls = vec![rusqlite::types::Null; count];
    let steps = plan.query_map(rusqlite::params_from_iter(nulls), |row| {
        row.get::<_, String>("detail")
    });
    let of_few_rows = ["SCAN chain_head", "SCAN sqlite_master"];
    steps
        .unwrap()
        .map(Result::unwrap)
        .filter(|step| step.starts_with("SCAN ") && !of_few_rows.contains(&step.as_str()))
        .collect()
}

#[tokio::test]
async fn no_statement_goes_through_a_whole_table() {
    let (folder, _store) = fresh().await;
    let file = raw(&path(&folder));
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sqlite");
    let statements = statements(&sources);
    // As many as a connection keeps prepared, at most.
    assert!(
        (60..128).contains(&statements.len()),
        "{}",
        statements.len()
    );
    for sql in statements {
        let sql = sql.replace("{table}", "medication");
        assert_eq!(scans(&file, &sql), Vec::<String>::new(), "{sql}");
    }
    // It would be seen.
    let by_name = scans(&file, "SELECT * FROM person WHERE name = ?1");
    assert_eq!(by_name, ["SCAN person"]);
}
