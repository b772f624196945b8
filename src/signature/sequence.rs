//! Lines that have to come in an order, followed through a log of any length.

use std::rc::Rc;

use crate::signature::matcher::FoundLine;

/// How far apart the first and the last of several lines may be, in lines: a stack trace fits,
/// with the lines of other threads between its own; what another hour writes does not.
pub const WINDOW: u64 = 500;

/// How far one signature of several lines has been found.
///
/// Of all the ways to have found its first lines only the one that began last is kept: whatever
/// completes another one within the window completes this one too.
#[derive(Debug, Clone)]
pub(super) struct Sequence {
    /// For each step but the last, the lines found up to it.
    found: Vec<Option<Vec<Rc<FoundLine>>>>,
}

impl Sequence {
    pub(super) fn new(steps: usize) -> Self {
        Self {
            found: vec![None; steps.saturating_sub(1)],
        }
    }

    /// Notes that a line holds the text of a step; all lines, where it is the last. Of one line
    /// the later steps have to be noted first, since each step needs a line of its own.
    pub(super) fn note(&mut self, step: usize, line: &Rc<FoundLine>) -> Option<Vec<Rc<FoundLine>>> {
        let mut lines = match step.checked_sub(1) {
            None => Vec::new(),
            Some(before) => self.found[before]
                .as_ref()
                .filter(|lines| is_in_reach(lines, line.number))?
                .clone(),
        };
        lines.push(Rc::clone(line));
        match self.found.get_mut(step) {
            Some(found) => {
                *found = Some(lines);
                None
            }
            None => {
                self.found.fill(None);
                Some(lines)
            }
        }
    }
}

/// Whether a line comes behind those found, within the window.
fn is_in_reach(lines: &[Rc<FoundLine>], number: u64) -> bool {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return false;
    };
    last.number < number && number - first.number <= WINDOW
}
