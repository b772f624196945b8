//! What can be seen of a document from elsewhere: everything in it but its prose.

use std::hash::{Hash, Hasher};

use super::Document;
use super::body::{Body, Cell, Heading, Link, Section, Table, Task};
use super::markdown::RawHtml;

/// A document as pages of others may show it. While it stays the same, only what shows the document's own
/// prose can change.
#[derive(Debug, Clone, Copy)]
pub struct Outline<'a>(pub &'a Document);

impl Hash for Outline<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Every field is named, so that a new one is thought of here.
        let Document {
            path,
            text,
            name: _, // From the path.
            taken_over,
            id,
            language,
            title,
            front_matter,
            common: _,   // From the front matter,
            content: _,  // and from what is taken over,
            timeline: _, // or from the table.
            body,
            timeline_source,
            findings,
        } = self.0;
        (path, id.as_str(), language, title, taken_over).hash(state);
        (self.0.kind(), *timeline_source as u8).hash(state);
        front_matter.of(text).hash(state);
        hash_body(body, state);
        // Anchors stand in HTML, and where versions of a merge begin and end is nowhere but in the text.
        let is_merged = findings.iter().any(|one| one.rule == "conflict-markers");
        let prose = (body.html != RawHtml::None || is_merged).then_some(text);
        prose.hash(state);
    }
}

/// What stands in the Markdown, and not where.
fn hash_body(body: &Body, state: &mut impl Hasher) {
    let Body {
        span: _,
        headings,
        sections,
        links,
        tasks,
        timeline,
        html: _,
    } = body;
    for Heading {
        level,
        text,
        anchor,
        span: _,
    } in headings
    {
        (level, text, anchor).hash(state);
    }
    for Section {
        kind,
        heading,
        span: _,
        filled,
    } in sections
    {
        (kind, heading, filled).hash(state);
    }
    for Link { form, target, span } in links {
        (form, target).hash(state);
        // Which line of a list it stands in, tells what that came of.
        let behind = tasks.partition_point(|task| task.span.start <= span.start);
        let task = behind.checked_sub(1);
        task.filter(|task| tasks[*task].span.end >= span.end)
            .hash(state);
    }
    for Task {
        id,
        text,
        done,
        span: _,
    } in tasks
    {
        (id.as_ref().map(|id| &id.value), text, done).hash(state);
    }
    [headings.len(), sections.len(), links.len(), tasks.len()].hash(state);
    if let Some(table) = timeline {
        hash_table(table, state);
    }
}

fn hash_table(table: &Table, state: &mut impl Hasher) {
    for row in std::iter::once(&table.header).chain(&table.rows) {
        row.len().hash(state);
        for Cell { text, span: _ } in row {
            text.hash(state);
        }
    }
    table.rows.len().hash(state);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::document::{Kind, Reading};
    use crate::memory::MadeFrom;

    fn outline(text: &str) -> MadeFrom {
        let config = Config::default_for("");
        let reading = Reading {
            language: config.language,
            zone: config.zone,
            link_ids: &config.link_ids,
            sections: &config.sections,
        };
        let document = Document::read("a.md", text.to_owned(), Kind::Incident, None, &reading);
        MadeFrom::of(&Outline(&document))
    }

    const REPORT: &str = "---\nid: INC-1\nservices: [shop]\n---\n# Shop down\n\nIt was down.\n\n\
        ## Timeline\n\n| Time | What |\n| --- | --- |\n| 09:00 | Alert |\n\nSee KE-1 and [that](b.md).\n\n\
        ## 対策\n\n- [ ] **A-1** Mend\n";

    #[test]
    fn prose_is_not_part_of_it() {
        for (one, other) in [
            ("It was down.", "It was down, and slow."),
            ("See KE-1", "See 先 KE-1"),
        ] {
            let edited = REPORT.replace(one, other);
            assert_ne!(edited, REPORT);
            assert_eq!(outline(&edited), outline(REPORT), "{other}");
        }
    }

    #[test]
    fn everything_else_is() {
        for (one, other) in [
            ("INC-1", "INC-2"),
            ("shop]", "mail]"),
            ("# Shop", "# Mail"),
            ("down.", "down, as in KE-2."),
            ("09:00", "09:01"),
            ("Alert", "警報"),
            ("b.md", "c.md"),
            ("## 対策", "## 備考"),
            ("[ ]", "[x]"),
            ("Mend", "直す"),
            ("It was", "<a id=\"x\"></a>It was"),
            ("- [ ] **A-1** Mend\n", ""),
        ] {
            let edited = REPORT.replace(one, other);
            assert_ne!(edited, REPORT);
            assert_ne!(outline(&edited), outline(REPORT), "{other}");
        }
        let with_html = |id: &str| REPORT.replace("It", &format!("<a id=\"{id}\"></a>It"));
        assert_ne!(outline(&with_html("x")), outline(&with_html("y")));
    }
    #[test]
    fn the_line_that_a_link_stands_in_is_part_of_it() {
        let [within, behind] = [
            "- [ ] Ask about KE-1 first\n\nLearned from `KE-1`.\n",
            "- [ ] Ask about `KE-1` first\n\nLearned from KE-1.\n",
        ];
        assert_ne!(outline(within), outline(behind));
    }
}
