//! What several features need: folders, runs of the program, pages.

pub mod example;
pub mod folder;
pub mod html;
pub mod program;
pub mod repository;
pub mod server;
pub mod site;
pub mod stress;

use std::path::Path;

/// The root of this repository, which is a knowledge base itself.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with all faults, where there are any.
#[track_caller]
pub fn assert_none(what: &str, faults: &[String]) {
    const SHOWN: usize = 40;
    let shown = faults[..faults.len().min(SHOWN)].join("\n  ");
    assert!(
        faults.is_empty(),
        "{what}: {} faults\n  {shown}",
        faults.len()
    );
}
