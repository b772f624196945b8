//! What all documents share, and what a document is here.

use crate::plant::{Plan, Planted};
use crate::words::Words;

/// What every document is made from; read by several threads, changed by none.
pub struct World {
    pub seed: u64,
    pub reports: u32,
    pub words: Words,
    /// The strings for the search tests, if any are wanted.
    pub plan: Option<Plan>,
}

impl World {
    /// The strings planted in report `number`.
    pub fn planted(&self, number: u32) -> Vec<&Planted> {
        self.plan
            .as_ref()
            .map(|plan| plan.of_report(number))
            .unwrap_or_default()
    }
}

/// A file to be written.
pub struct Document {
    /// Below the folder of the knowledge base, with `/`.
    pub path: String,
    pub text: String,
}
