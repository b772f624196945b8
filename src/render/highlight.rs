//! Code as HTML, its parts marked by a few classes that the theme colours.
//!
//! The slowest step of a build, so that equal blocks are done once.

use std::sync::{LazyLock, Mutex};

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

use crate::render::escape::escape_into;

/// Blocks longer than this, in bytes, stay plain: nobody reads colours in them.
const MAX_BYTES: usize = 64 * 1024;
/// How much is remembered, in bytes: blocks that repeat, such as templates, come early.
const MAX_REMEMBERED_BYTES: usize = 64 * 1024 * 1024;
/// Lines longer than this, in bytes, leave the whole block plain: grammars can be slow on them.
const MAX_LINE_BYTES: usize = 2_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// What the theme colours: prefixes of scopes, the most special first, and their classes.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    [
        ("markup.inserted", "hl-inserted"),
        ("markup.deleted", "hl-deleted"),
        ("markup.changed", "hl-changed"),
        ("meta.diff.header", "hl-comment"),
        ("meta.diff.range", "hl-function"),
        ("comment", "hl-comment"),
        ("string", "hl-string"),
        ("constant.numeric", "hl-number"),
        ("constant.language", "hl-number"),
        ("constant.character", "hl-string"),
        ("entity.name.function", "hl-function"),
        ("entity.name.tag", "hl-keyword"),
        ("entity.name", "hl-type"),
        ("support.function", "hl-function"),
        ("variable.function", "hl-function"),
        ("support.type", "hl-type"),
        ("storage.type", "hl-type"),
        ("storage", "hl-keyword"),
        ("keyword.operator", ""),
        ("keyword", "hl-keyword"),
        ("variable.parameter", "hl-variable"),
        ("variable.other.readwrite", "hl-variable"),
    ]
    .into_iter()
    .filter_map(|(prefix, class)| Some((Scope::new(prefix).ok()?, class)))
    .collect()
});

/// Highlights blocks and remembers them.
#[derive(Debug, Default)]
pub struct Highlighter {
    done: Mutex<Done>,
}

/// Blocks by language and code, as long as they are few.
#[derive(Debug, Default)]
struct Done {
    blocks: FxHashMap<String, FxHashMap<String, String>>,
    bytes: usize,
}

impl Highlighter {
    /// The HTML of a block, escaped and marked. `language` is the word behind the fence.
    #[must_use]
    pub fn html(&self, language: &str, code: &str) -> String {
        let Some(syntax) = syntax(language).filter(|_| is_worth_it(code)) else {
            return escaped(code);
        };
        if let Ok(done) = self.done.lock()
            && let Some(html) = done
                .blocks
                .get(language)
                .and_then(|blocks| blocks.get(code))
        {
            return html.clone();
        }
        let html = highlighted(syntax, code).unwrap_or_else(|| escaped(code));
        if let Ok(mut done) = self.done.lock()
            && done.bytes < MAX_REMEMBERED_BYTES
        {
            done.bytes += code.len() + html.len();
            let blocks = done.blocks.entry(language.to_owned()).or_default();
            blocks.insert(code.to_owned(), html.clone());
        }
        html
    }
}

fn is_worth_it(code: &str) -> bool {
    code.len() <= MAX_BYTES && code.lines().all(|line| line.len() <= MAX_LINE_BYTES)
}

/// The grammar for a word behind a fence; logs and plain text have none.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let word = language
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | ':'))
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let token = match word.as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "log" | "logs" | "output" => return None,
        "console" | "shell" | "shell-session" | "sh-session" | "zsh" | "terminal" => "bash",
        "jsonc" | "json5" | "ndjson" => "json",
        "patch" => "diff",
        "promql" | "postgresql" | "mysql" | "plsql" | "psql" => "sql",
        "typescript" | "ts" | "tsx" | "jsx" => "js",
        other => other,
    };
    SYNTAXES.find_syntax_by_token(token)
}

fn highlighted(syntax: &SyntaxReference, code: &str) -> Option<String> {
    let mut html = String::with_capacity(code.len() * 2);
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut marks = Marks::default();
    for line in syntect::util::LinesWithEndings::from(code) {
        let operations = state.parse_line(line, &SYNTAXES).ok()?;
        let mut at = 0;
        for (position, operation) in operations {
            marks.push(&mut html, class(&stack), &line[at..position]);
            at = position;
            if !matches!(operation, ScopeStackOp::Noop) {
                stack.apply(&operation).ok()?;
            }
        }
        marks.push(&mut html, class(&stack), &line[at..]);
    }
    marks.close(&mut html);
    Some(html)
}

/// The class of the innermost scope that has one.
fn class(stack: &ScopeStack) -> &'static str {
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| {
            CLASSES
                .iter()
                .find(|(prefix, _)| prefix.is_prefix_of(*scope))
                .map(|(_, class)| *class)
        })
        .unwrap_or_default()
}

/// Writes spans, joining neighbours of one class.
#[derive(Default)]
struct Marks {
    open: &'static str,
}

impl Marks {
    fn push(&mut self, html: &mut String, class: &'static str, text: &str) {
        if text.is_empty() {
            return;
        }
        // White space looks the same in every colour.
        if class != self.open && !text.trim().is_empty() {
            self.close(html);
            if !class.is_empty() {
                html.push_str("<span class=\"");
                html.push_str(class);
                html.push_str("\">");
            }
            self.open = class;
        }
        escape_into(html, text);
    }

    fn close(&mut self, html: &mut String) {
        if !self.open.is_empty() {
            html.push_str("</span>");
        }
        self.open = "";
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_into(&mut html, text);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_marked_and_escaped() {
        let html = Highlighter::default().html("rust", "let a = \"<b>\"; // x\n");
        assert!(
            html.contains("<span class=\"hl-type\">let</span>"),
            "{html}"
        );
        assert!(html.contains("&quot;&lt;b&gt;&quot;</span>"), "{html}");
        assert!(html.contains("<span class=\"hl-comment\">// x"), "{html}");
    }

    #[test]
    fn logs_and_unknown_languages_stay_plain() {
        let highlighter = Highlighter::default();
        assert_eq!(highlighter.html("text", "a < b\n"), "a &lt; b\n");
        assert_eq!(highlighter.html("no-such", "a"), "a");
        assert_eq!(
            highlighter.html("json", &"x".repeat(5_000)),
            "x".repeat(5_000)
        );
    }

    #[test]
    fn changes_are_marked() {
        let html = Highlighter::default().html("diff", "-a\n+b\n");
        assert!(
            html.contains("hl-deleted") && html.contains("hl-inserted"),
            "{html}"
        );
    }
}
