//! The items of task lists, which are the lines of a checklist.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::{Span, Spanned};
use crate::document::body::headings::text_until;
use crate::document::body::references::shown;
use crate::document::markdown::Located;
use crate::memory::remember;

/// One item of a task list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The bold name it starts with, where it has one.
    pub id: Option<Spanned<String>>,
    /// Its words as pages show them, without the name and without the items below it.
    pub text: String,
    /// Whether it is ticked.
    pub done: bool,
    /// Its words in the file.
    pub span: Span,
}

remember!(Task {
    id,
    text,
    done,
    span
});

/// The items of all task lists in order.
pub(super) fn read(text: &str, events: &[Located<'_>]) -> Vec<Task> {
    events
        .iter()
        .enumerate()
        .filter_map(|(index, (event, range))| match event {
            Event::TaskListMarker(done) => Some(task(text, &events[index + 1..], *done, range.end)),
            _ => None,
        })
        .collect()
}

/// The item whose words follow its box at `start`.
fn task(text: &str, events: &[Located<'_>], done: bool, start: usize) -> Task {
    let words_end = events
        .iter()
        .position(|(event, _)| {
            matches!(
                event,
                Event::End(TagEnd::Item | TagEnd::Paragraph) | Event::Start(Tag::List(_))
            )
        })
        .unwrap_or(events.len());
    let words = &events[..words_end];
    let end = words.last().map_or(start, |(_, range)| range.end);
    let id = bold_name(words);
    let all = text_until(words, |_| false);
    let rest = match &id {
        Some(id) => all[id.value.len()..]
            .trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, '—' | '–' | '-' | ':' | '：' | '.')
            })
            .to_owned(),
        None => all,
    };
    let lead =
        Span::new(start, end).of(text).len() - Span::new(start, end).of(text).trim_start().len();
    Task {
        id,
        text: shown(&rest),
        done,
        span: Span::new(start + lead, end),
    }
}

/// The bold word at the start, if it can be a name: letters, digits, `-`, `_` and `.`, with a digit.
fn bold_name(events: &[Located<'_>]) -> Option<Spanned<String>> {
    let (Event::Start(Tag::Strong), _) = events.first()? else {
        return None;
    };
    let (Event::Text(name), range) = events.get(1)? else {
        return None;
    };
    let (Event::End(TagEnd::Strong), _) = events.get(2)? else {
        return None;
    };
    let fits = name.len() <= 64
        && name.contains(|c: char| c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    fits.then(|| Spanned {
        value: name.to_string(),
        span: Span::from(range.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown;

    fn found(text: &str) -> Vec<(Option<String>, String, bool, String)> {
        let events: Vec<_> = markdown::events(text).collect();
        read(text, &events)
            .into_iter()
            .map(|task| {
                let span = task.span.of(text).to_owned();
                (task.id.map(|id| id.value), task.text, task.done, span)
            })
            .collect()
    }

    #[test]
    fn items_with_and_without_names_and_below_each_other() {
        let item = |id: Option<&str>, text: &str, done, span: &str| {
            (
                id.map(str::to_owned),
                text.to_owned(),
                done,
                span.to_owned(),
            )
        };
        assert_eq!(
            found(
                "- [ ] **PRC-04-001** — Staging is `real`\n  - [x] **really** so\n- [ ] 期限を見る（[[INC-2025-0001]]、[[KE-3| 期限 ]]）\n"
            ),
            [
                item(
                    Some("PRC-04-001"),
                    "Staging is real",
                    false,
                    "**PRC-04-001** — Staging is `real`"
                ),
                item(None, "really so", true, "**really** so"),
                item(
                    None,
                    "期限を見る（INC-2025-0001、期限）",
                    false,
                    "期限を見る（[[INC-2025-0001]]、[[KE-3| 期限 ]]）"
                ),
            ]
        );
    }

    #[test]
    fn items_of_paragraphs_are_items_too() {
        let tasks = found("- [ ] one\n\n  more\n\n- [ ] two\n");
        let texts: Vec<_> = tasks.iter().map(|(_, text, ..)| text.as_str()).collect();
        assert_eq!(texts, ["one", "two"]);
    }
}
