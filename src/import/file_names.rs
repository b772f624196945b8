//! What the name of a file tells, and where the file goes.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::config::Config;
use crate::document::{FileName, Kind};
use crate::import::Context;
use crate::language::Language;

/// Whether a file is Markdown by its name; hansei itself reads `.md` only.
pub(super) fn is_markdown(path: &str) -> bool {
    let endings = ["md", "markdown", "mdown", "mkd", "mkdn"];
    endings.contains(&extension(path).to_ascii_lowercase().as_str())
}

fn extension(path: &str) -> &str {
    let extension = Path::new(path).extension();
    extension.and_then(OsStr::to_str).unwrap_or_default()
}

/// Whether a file gets another ending than it has.
pub(super) fn is_renamed(source: &str, target: &str) -> bool {
    !extension(source).eq_ignore_ascii_case(extension(target))
}

/// The path from the root that a file of the archive gets.
pub(super) fn target(source: &str, context: &Context<'_>) -> String {
    let name = if is_markdown(source) {
        document_name(source, context.options.language, context.config.language)
    } else {
        source.to_owned()
    };
    joined(&[&context.content, context.options.kind.folder(), &name])
}

/// The name a document takes: as it is, with `.md`, and with its language where that has to be said.
fn document_name(path: &str, language: Option<Language>, site: Language) -> String {
    let written = extension(path);
    let is_md = written.eq_ignore_ascii_case("md");
    let ending = if is_md { written } else { "md" };
    let has_to_be_said = |language: &Language| {
        (*language == Language::Japanese || *language != site)
            && FileName::of(path).language.is_none()
    };
    let stem = path.strip_suffix(written).unwrap_or(path);
    match language.filter(has_to_be_said) {
        Some(language) => format!("{stem}{}.{ending}", language.code()),
        None => format!("{stem}{ending}"),
    }
}

/// The folder of the content: as configured, else `content`; the root itself where a knowledge base
/// without a folder `content` has folders of our kinds there already.
pub(super) fn content_folder(root: &Path, config: &Config) -> String {
    if let Some(folder) = &config.content {
        return folder.value.clone();
    }
    let in_root = Kind::ALL
        .iter()
        .any(|kind| root.join(kind.folder()).is_dir());
    if in_root && !root.join("content").is_dir() {
        return String::new();
    }
    "content".to_owned()
}

/// Folders and a name with `/` between them; a folder may be empty.
pub(super) fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("/")
}

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?:^|[^0-9])
        ( (\d{4}) (?: [-_.年] (\d{1,2}) [-_.月] (\d{1,2}) 日? | (\d{2}) (\d{2}) ) )
        (?:[^0-9]|$)",
    )
    .unwrap_or_else(|error| unreachable!("a constant expression: {error}"))
});

/// The day that a file's name holds, and the name without it.
fn day_and_rest(stem: &str) -> Option<(NaiveDate, String)> {
    let normal: String = stem.nfkc().collect();
    let found = DAY.captures(&normal)?;
    let parts: Vec<_> = found.iter().skip(1).flatten().collect();
    let [written, year, month, day] = parts[..] else {
        return None;
    };
    let year = year.as_str().parse().ok();
    let day = NaiveDate::from_ymd_opt(
        year.filter(|year| (1970..2200).contains(year))?,
        month.as_str().parse().ok()?,
        day.as_str().parse().ok()?,
    )?;
    let (before, behind) = (&normal[..written.start()], &normal[written.end()..]);
    Some((day, format!("{before} {behind}")))
}

/// The day that the name of a document, or of the folder of an `index.md`, holds.
pub(super) fn day(path: &str) -> Option<NaiveDate> {
    day_and_rest(&FileName::of(path).stem).map(|(day, _)| day)
}

/// A title made of a file's name.
pub(super) fn title(path: &str) -> String {
    let stem = FileName::of(path).stem;
    let words = day_and_rest(&stem).map_or_else(|| stem.clone(), |(_, rest)| rest);
    let words = words.replace(['-', '_'], " ");
    let title = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { stem } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_and_languages_told() {
        let (english, japanese) = (Language::English, Language::Japanese);
        let name = |path, language| document_name(path, language, english);
        assert_eq!(name("a/b.md", None), "a/b.md");
        assert_eq!(name("a/b.MD", Some(english)), "a/b.MD");
        assert_eq!(name("a.b/c.markdown", None), "a.b/c.md");
        assert_eq!(name("a/b.md", Some(japanese)), "a/b.ja.md");
        assert_eq!(name("a/b.ja.md", Some(japanese)), "a/b.ja.md");
        assert_eq!(name("a/b.en.md", Some(japanese)), "a/b.en.md");
        assert_eq!(document_name("b.md", Some(english), japanese), "b.en.md");
        assert_eq!(document_name("b.md", Some(japanese), japanese), "b.ja.md");
    }

    #[test]
    fn days_stand_in_names() {
        let told = |path| (day(path).map(|day| day.to_string()), title(path));
        let on = |day: &str, title: &str| (Some(day.to_owned()), title.to_owned());
        assert_eq!(
            told("x/2022-06-13-repo-slow.md"),
            on("2022-06-13", "repo slow")
        );
        assert_eq!(told("20220613_mail.ja.md"), on("2022-06-13", "mail"));
        assert_eq!(
            told("postmortem 2022.6.3.md"),
            on("2022-06-03", "postmortem")
        );
        assert_eq!(told("2022年6月13日 障害.md"), on("2022-06-13", "障害"));
        assert_eq!(told("2022-06-13-a/index.md"), on("2022-06-13", "a"));
        assert_eq!(told("2022-06-13.md"), on("2022-06-13", "2022-06-13"));
        assert_eq!(told("v1.2.md"), (None, "v1.2".to_owned()));
        assert_eq!(told("2022-13-40-x.md").0, None);
        assert_eq!(told("12345678.md").0, None);
    }

    #[test]
    fn extensions_are_told_from_folders() {
        assert!(is_markdown("a/b.Markdown") && is_markdown("x.md/y.MD"));
        assert!(!is_markdown("a.md/LICENSE") && !is_markdown(".md"));
        assert!(is_renamed("a.md/b.mkd", "a.md/b.md") && !is_renamed("a.MD", "a.ja.MD"));
    }
}
