//! Tables, whose alignment is a class: pages hold no styles.

use pulldown_cmark::Alignment;

use crate::render::markdown::rendering::Rendering;

/// Where we are in a table.
#[derive(Default)]
pub(super) struct TableState {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
}

impl Rendering<'_> {
    pub(super) fn table_start(&self) -> String {
        let scroller = self.scroller("table");
        let mut language = String::new();
        if self.heading.is_none() && !self.words_language().is_empty() {
            let own = self.context.base[self.document].language;
            language = format!(" lang=\"{}\"", own.code());
        }
        format!("<div class=\"table-scroll\"{scroller}>\n<table{language}>\n")
    }
}

impl TableState {
    pub(super) fn cell(&mut self) -> String {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        if self.in_head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        }
    }
}
