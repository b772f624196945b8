//! Reads a git repository of incident reports, known errors, checklists and vendor contacts,
//! checks it like a compiler, and renders it as a linked static site.
//!
//! Data flows one way: [`source`] reads texts, [`document`] types them one by one,
//! [`knowledge_base`] brings them together, [`check`] says what is wrong, [`link`] what points
//! where, [`render`] makes pages. Nothing here prints, exits, or reads the environment or the clock.

pub mod check;
pub mod confidential;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod export;
pub mod fix;
pub mod import;
pub mod insight;
pub mod knowledge_base;
pub mod language;
pub mod link;
pub mod locale;
pub mod memory;
pub mod output;
pub mod related;
pub mod render;
pub mod report;
pub mod review;
pub mod scaffold;
pub mod schema;
pub mod search;
pub mod serve;
pub mod signature;
pub mod source;
pub mod time;
pub mod yaml;
