//! The program as its users run it: from files to findings, pages and exit codes.
//!
//! One module a feature. `HANSEI_UPDATE=1 cargo test --test testsuite` writes the expectations of
//! `tests/cases` anew; read them before they are kept.

// A test that cannot go on says so; lists of files to try are long.
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::too_many_lines)]
#![allow(
    clippy::format_collect,
    clippy::case_sensitive_file_extension_comparisons
)]

mod actions;
mod architecture;
mod archives;
mod asked_names;
mod bad_input;
mod baseline;
mod build_cache;
mod cases;
mod completions;
mod customer_report;
mod data;
mod determinism;
mod dry_run;
mod fix;
mod follow_ups;
mod formats;
mod hostile_folders;
mod init_and_new;
mod insights;
mod links;
mod manual;
mod overdue_fix;
mod recipes;
mod recurrence;
mod review;
mod search;
mod search_remembered;
mod search_told;
mod seen_before;
mod serve;
mod signatures;
mod subscriptions;
mod support;
mod term_pages;
mod vendors;
mod warm_renders;
mod wording;
