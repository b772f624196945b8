//! Known errors that were found, for people in a hurry: what was seen, what to do, whom to call.

use anstyle::{AnsiColor, Style};

use crate::document::SectionKind;
use crate::knowledge_base::TermKind;
use crate::report::hits::human::{heading, marked};
use crate::report::matches::MatchReport;
use crate::report::matches::answer::{
    Answer, ContactItem, EscalationItem, Fix, FoundSignature, Item, LineItem, VendorItem,
};
use crate::report::{printable, printable_line};
use crate::time::words;

pub(super) fn text<'a>(report: &MatchReport<'a>, answer: &Answer<'a>) -> String {
    let writer = Writer { report };
    let items = answer.items.iter();
    let mut text = items
        .map(|item| writer.item(item).join("\n") + "\n")
        .collect::<Vec<_>>()
        .join("\n\n");
    let Some(hits) = report.searched else {
        return text;
    };
    let [parts, near] = if answer.items.is_empty() {
        [
            "command_line.match.none-parts",
            "command_line.match.none-near",
        ]
    } else {
        [
            "command_line.match.also-parts",
            "command_line.match.also-near",
        ]
    };
    let lists = [(parts, &hits.answer.parts), (near, &hits.answer.near)];
    for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        let heading = heading(report.locale, key, list.len(), report.limit);
        text.push_str(&writer.heading(&heading));
        text.push('\n');
        text.push_str(&hits.list(list));
    }
    text
}

/// Writes known errors; everything from documents and logs is made safe for a terminal.
struct Writer<'w, 'a> {
    report: &'w MatchReport<'a>,
}

impl Writer<'_, '_> {
    fn item(&self, item: &Item<'_>) -> Vec<String> {
        let title = [item.id, item.title].join("  ");
        let mut lines = vec![self.heading(&title), self.facts(item)];
        let mut part = |heading: String, content: Vec<String>| {
            if !content.is_empty() {
                lines.extend([String::new(), self.heading(&heading)]);
                lines.extend(content);
            }
        };
        let found = item.signatures.iter();
        part(
            self.text("command_line.match.found"),
            found.flat_map(|one| self.signature(one)).collect(),
        );
        let same = item.same_text.iter();
        let key = match &item.same_text {
            Some(same) if !same.as_written => "same-but-for-what-varies",
            _ => "same-text",
        };
        part(
            self.text(&format!("command_line.match.{key}")),
            same.map(|one| format!("  {}", marked(&one.found, self.mark())))
                .collect(),
        );
        if let Some(fix) = &item.permanent_fix {
            let workaround = item.workaround.map_or_else(
                || self.text("command_line.match.no-workaround"),
                |text| printable(&text.replace('\r', "")),
            );
            let language = self.report.locale.language();
            part(
                SectionKind::Workaround.heading(language).to_owned(),
                vec![workaround],
            );
            part(
                self.text("interface.facts.permanent_fix"),
                vec![self.fix(fix)],
            );
        }
        let incidents = item.incidents.iter();
        let incidents = incidents.map(|one| {
            let parts = [Some(one.id), one.started_at.as_deref(), one.severity];
            let mut line: Vec<&str> = parts.into_iter().flatten().collect();
            line.push(one.title);
            format!("  {}", printable(&line.join("  ")))
        });
        part(self.text("interface.kinds.incidents"), incidents.collect());
        for vendor in &item.vendors {
            let heading = self.labelled("interface.kind.vendor", vendor.name);
            part(heading, self.vendor(vendor, item.vendor_ticket));
        }
        lines
    }

    /// What an item is and where: a known error's status, or the kind and the line of the same text.
    fn facts(&self, item: &Item<'_>) -> String {
        let status = item.status.filter(|_| item.permanent_fix.is_some());
        let what = status.map_or_else(
            || self.text(&format!("interface.kind.{}", item.kind)),
            |status| self.text(&format!("interface.known-error-status.{status}")),
        );
        let line = item
            .same_text
            .as_ref()
            .map(|same| format!(":{}", same.line));
        let file = [item.file, line.as_deref().unwrap_or_default()].concat();
        format!("{} · {}", printable(&what), printable_line(&file))
    }

    /// What was found where, with the line as a code fence would show it.
    fn signature(&self, signature: &FoundSignature<'_>) -> Vec<String> {
        let form = self.text(&format!("interface.signature.{}", signature.form));
        let component = signature.component.map(|name| format!(" ({name})"));
        let patterns = signature.patterns.join(" … ");
        let name = [
            &form,
            component.as_deref().unwrap_or_default(),
            ": ",
            &patterns,
        ]
        .concat();
        let width = signature.last_line.to_string().len();
        let mut lines = vec![format!("  {}", printable(&name))];
        let places = signature.matches.iter().flatten();
        lines.extend(places.map(|line| self.line(line, width)));
        let kept = u64::try_from(signature.matches.len()).unwrap_or(u64::MAX);
        if signature.count > kept {
            let arguments = [
                ("count", (signature.count - kept).to_string()),
                ("line", signature.last_line.to_string()),
            ];
            lines.push(format!(
                "  {}",
                self.format("command_line.match.more", &arguments)
            ));
        }
        lines
    }

    fn line(&self, line: &LineItem<'_>, width: usize) -> String {
        let number = line.line.to_string();
        let gutter = " ".repeat(width.saturating_sub(number.len()));
        let span = line.found.span;
        let (before, rest) = line.text.split_at(span.start);
        let (found, after) = rest.split_at(span.end - span.start);
        let found = self.styled(&printable(found), self.mark());
        let (before, after) = (printable(before), printable(after));
        format!("    {gutter}{number} | {before}{found}{after}")
    }

    fn fix(&self, fix: &Fix<'_>) -> String {
        let mut parts = vec![self.text(&format!("interface.fix-state.{}", fix.state))];
        let due = fix
            .due
            .as_ref()
            .filter(|_| fix.released_on.is_none())
            .map(|day| self.format("command_line.match.due", &[("day", day.clone())]));
        let told = [fix.released_on.as_deref(), fix.released_in];
        parts.extend(told.into_iter().flatten().map(str::to_owned));
        parts.extend(fix.owner.map(|owner| self.owner(owner)));
        parts.extend(due);
        parts.extend(fix.days_overdue.map(|days| {
            let arguments = [("count", days.to_string())];
            self.format("interface.fix_overdue", &arguments)
        }));
        parts.extend(fix.ticket.map(str::to_owned));
        format!("  {}", printable(&parts.join(" · ")))
    }

    fn vendor(&self, vendor: &VendorItem<'_>, ticket: Option<&str>) -> Vec<String> {
        let facts = [
            ("interface.facts.vendor_ticket", ticket),
            ("interface.facts.customer_number", vendor.customer_number),
            ("interface.facts.status_page", vendor.status_page),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(key, fact)| Some(printable(&format!("  {}", self.labelled(key, fact?)))));
        let mut lines: Vec<String> = facts.collect();
        if !vendor.contacts.is_empty() {
            lines.push(format!("  {}:", self.text("interface.document.contacts")));
            let contacts = vendor.contacts.iter();
            lines.extend(contacts.map(|one| self.contact(one)));
        }
        if !vendor.escalation.is_empty() {
            lines.push(format!("  {}:", self.text("interface.document.escalation")));
            lines.extend(vendor.escalation.iter().map(|one| self.step(one)));
        }
        if let Some(file) = vendor.file {
            lines.push(printable(&format!("  {file}")));
        } else {
            lines.push(format!("  {}", self.text("command_line.match.no-vendor")));
        }
        lines
    }

    fn step(&self, step: &EscalationItem<'_>) -> String {
        let after = step.length.map(|length| {
            if length.is_zero() {
                self.text("interface.vendor.at_once")
            } else {
                words::length(self.report.locale.language(), length)
            }
        });
        let level = step.level.map(|level| format!("{level}."));
        let arrow = step.contact.map(|contact| format!("→ {contact}"));
        let owner = step.internal_contact.map(|owner| self.owner(owner));
        let when = [
            level.as_deref(),
            after.as_deref(),
            step.trigger,
            arrow.as_deref(),
        ];
        let when: Vec<&str> = when.into_iter().flatten().collect();
        let when = when.join(" ");
        list_line(&[
            Some(when.as_str()).filter(|when| !when.is_empty()),
            owner.as_deref(),
        ])
    }

    /// The name of an owner, as pages show it.
    fn owner(&self, written: &str) -> String {
        let base = self.report.base;
        let id = base.config.present_owner(written);
        let term = base.terms.get(TermKind::Owner, &id);
        let language = self.report.locale.language();
        term.map_or(written, |term| term.name_in(language))
            .to_owned()
    }

    /// A fact behind what it is.
    fn labelled(&self, key: &str, text: &str) -> String {
        let label = self.text(key);
        let arguments = [("label", label), ("text", text.to_owned())];
        self.format("command_line.match.labelled", &arguments)
    }

    fn contact(&self, contact: &ContactItem<'_>) -> String {
        let hours = match (contact.hours, contact.time_zone) {
            (Some(hours), Some(zone)) => Some(format!("{hours} ({zone})")),
            (hours, zone) => hours.or(zone).map(str::to_owned),
        };
        let languages = contact
            .languages
            .join(&self.text("interface.list_separator"));
        let parts = [
            contact.role,
            contact.name,
            contact.phone,
            contact.email,
            contact.portal,
            hours.as_deref(),
            Some(languages.as_str()).filter(|languages| !languages.is_empty()),
        ];
        let here = contact.hours_here.iter();
        let here = here.map(|line| format!("\n      {}", printable_line(line)));
        list_line(&parts) + &here.collect::<String>()
    }

    fn text(&self, key: &str) -> String {
        self.report.locale.text(key).to_owned()
    }

    fn format(&self, key: &str, arguments: &[(&str, String)]) -> String {
        let arguments: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.report.locale.format(key, &arguments)
    }

    /// How a match looks.
    fn mark(&self) -> Style {
        if self.report.color {
            AnsiColor::Yellow.on_default().bold()
        } else {
            Style::new()
        }
    }

    fn heading(&self, text: &str) -> String {
        self.styled(&printable(text), Style::new().bold())
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if self.report.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

fn list_line(parts: &[Option<&str>]) -> String {
    let told: Vec<&str> = parts.iter().copied().flatten().collect();
    format!("    - {}", printable(&told.join(" · ")))
}
