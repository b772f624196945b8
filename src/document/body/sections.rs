//! The parts of a report, found by their headings in either language.

use pulldown_cmark::{Event, TagEnd};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Span;
use crate::document::body::headings::Heading;
use crate::document::markdown::Located;
use crate::language::Language;
use crate::memory::remember;
use crate::yaml::read::choices;

choices! {
    /// A part of a report or of a known error.
    pub enum SectionKind {
        /// 概要
        Summary = "summary",
        /// 影響
        Impact = "impact",
        /// 経緯
        Timeline = "timeline",
        /// 原因
        Cause = "cause",
        /// 対応
        Response = "response",
        /// 教訓
        Lessons = "lessons",
        /// 再発防止策
        Actions = "actions",
        /// 回避策
        Workaround = "workaround",
        /// お客様向け: what the report for customers says in prose.
        Customers = "customers",
    }
}

impl SectionKind {
    /// The usual heading in this language.
    #[must_use]
    pub fn heading(self, language: Language) -> &'static str {
        let [english, japanese] = match self {
            Self::Summary => ["Summary", "概要"],
            Self::Impact => ["Impact", "影響"],
            Self::Timeline => ["Timeline", "経緯"],
            Self::Cause => ["Cause", "原因"],
            Self::Response => ["Response", "対応"],
            Self::Lessons => ["Lessons", "教訓"],
            Self::Actions => ["Actions", "再発防止策"],
            Self::Workaround => ["Workaround", "回避策"],
            Self::Customers => ["For customers", "お客様向け"],
        };
        match language {
            Language::English => english,
            Language::Japanese => japanese,
        }
    }

    /// The headings that name it, the usual one of each language first.
    #[must_use]
    #[allow(clippy::too_many_lines)] // It is a table.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Summary => &[
                "summary",
                "概要",
                "executive summary",
                "overview",
                "abstract",
                "tl;dr",
                "tldr",
                "what happened",
                "incident summary",
                "要約",
                "サマリ",
                "サマリー",
                "事象",
                "事象概要",
                "障害概要",
                "障害内容",
                "発生事象",
                "インシデント概要",
            ],
            Self::Impact => &[
                "impact",
                "影響",
                "customer impact",
                "user impact",
                "business impact",
                "impacts",
                "scope of impact",
                "影響範囲",
                "ユーザー影響",
                "お客様への影響",
                "顧客影響",
                "影響内容",
            ],
            Self::Timeline => &[
                "timeline",
                "経緯",
                "incident timeline",
                "timeline of events",
                "chronology",
                "sequence of events",
                "タイムライン",
                "時系列",
                "発生経緯",
                "対応経緯",
                "障害経緯",
                "経過",
            ],
            Self::Cause => &[
                "cause",
                "原因",
                "causes",
                "root cause",
                "root causes",
                "root cause analysis",
                "contributing factors",
                "analysis",
                "why it happened",
                "根本原因",
                "発生原因",
                "直接原因",
                "原因分析",
                "障害原因",
                "要因",
            ],
            Self::Response => &[
                "response",
                "対応",
                "resolution",
                "mitigation",
                "recovery",
                "resolution and recovery",
                "what we did",
                "incident response",
                "remediation",
                "fix",
                "対応内容",
                "対処",
                "対処内容",
                "復旧対応",
                "暫定対応",
                "対応状況",
                "復旧",
            ],
            Self::Lessons => &[
                "lessons",
                "教訓",
                "lessons learned",
                "lessons learnt",
                "learnings",
                "what we learned",
                "what went well",
                "what went wrong",
                "retrospective",
                "学び",
                "振り返り",
                "得られた教訓",
                "反省",
                "反省点",
                "気づき",
            ],
            Self::Actions => &[
                "actions",
                "再発防止策",
                "action items",
                "corrective actions",
                "preventive actions",
                "corrective and preventive actions",
                "follow-up",
                "follow-ups",
                "follow up",
                "next steps",
                "prevention",
                "preventative measures",
                "preventive measures",
                "再発防止",
                "恒久対応",
                "恒久対策",
                "対策",
                "今後の対応",
                "今後の対策",
                "アクション",
                "アクションアイテム",
                "改善策",
            ],
            Self::Workaround => &[
                "workaround",
                "回避策",
                "workarounds",
                "work around",
                "work-around",
                "temporary fix",
                "回避方法",
                "ワークアラウンド",
                "暫定回避策",
                "対処方法",
                "暫定対処",
            ],
            Self::Customers => &[
                "for customers",
                "お客様向け",
                "for our customers",
                "to our customers",
                "customer statement",
                "statement for customers",
                "customer-facing summary",
                "お客様向けのご説明",
                "お客様向け説明",
                "お客様へのご説明",
                "お客様へのご報告",
                "お客様へ",
                "顧客向け",
                "顧客向け説明",
            ],
        }
    }
}

/// A part of a document, from its heading to the next of the same rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Which part.
    pub kind: SectionKind,
    /// The number of its heading in [`Body::headings`](super::Body::headings).
    pub heading: usize,
    /// What stands under the heading.
    pub span: Span,
    /// Whether anything but comments stands there.
    pub filled: bool,
}

remember!(Section {
    kind,
    heading,
    span,
    filled
});

/// Which headings name which part, the site's own among them.
#[derive(Debug, Clone)]
pub struct SectionHeadings(FxHashMap<String, SectionKind>);

impl Default for SectionHeadings {
    fn default() -> Self {
        Self::with(&[])
    }
}

impl SectionHeadings {
    /// The built-in headings and these.
    #[must_use]
    pub fn with(more: &[(SectionKind, String)]) -> Self {
        let built_in = SectionKind::ALL
            .iter()
            .flat_map(|kind| kind.names().iter().map(|name| ((*name).to_owned(), *kind)));
        let own = more.iter().map(|(kind, name)| (normal(name), *kind));
        Self(built_in.chain(own).collect())
    }

    /// The part that a heading names.
    #[must_use]
    pub fn kind_of(&self, heading: &str) -> Option<SectionKind> {
        let name = normal(heading);
        self.0.get(&name).copied().or_else(|| {
            // 「原因と対策」 names its first part, "Impact and scope" too.
            let first = name
                .split_once(" and ")
                .or_else(|| name.split_once(" & "))
                .or_else(|| name.split_once('と'))
                .or_else(|| name.split_once('・'))
                .or_else(|| name.split_once(" (").or_else(|| name.split_once('(')))
                .or_else(|| name.split_once(" / "))
                .or_else(|| name.split_once(" - "))
                .map(|(first, _)| first.trim())?;
            self.0.get(first).copied()
        })
    }
}

/// A heading without its number, its colon, its emoji and its case.
fn normal(heading: &str) -> String {
    let folded: String = heading.nfkc().collect::<String>().to_lowercase();
    folded
        .trim_start_matches(|c: char| {
            c.is_numeric() || c.is_whitespace() || (!c.is_alphanumeric() && c != '[')
        })
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '。' | '.' | '?' | '*'))
        .to_owned()
}

/// The parts that the headings name. `end` is the end of the text.
pub(super) fn read(
    events: &[Located<'_>],
    headings: &[Heading],
    names: &SectionHeadings,
    end: usize,
) -> Vec<Section> {
    let content = content_positions(events);
    let ends = ends(headings, end);
    let kinds = headings.iter().map(|heading| names.kind_of(&heading.text));
    kinds
        .enumerate()
        .filter_map(|(index, kind)| {
            let span = Span::new(headings[index].span.end, ends[index]);
            let first = content.partition_point(|&at| at < span.start);
            Some(Section {
                kind: kind?,
                heading: index,
                span,
                filled: content.get(first).is_some_and(|&at| at < span.end),
            })
        })
        .collect()
}

/// Where what stands under each heading ends: at the next heading of the same or a higher rank.
fn ends(headings: &[Heading], end: usize) -> Vec<usize> {
    let mut ends = vec![end; headings.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        while let Some(last) = open.pop_if(|last| headings[*last].level >= heading.level) {
            ends[last] = heading.span.start;
        }
        open.push(index);
    }
    ends
}

/// Where something stands that a reader sees, in order.
fn content_positions(events: &[Located<'_>]) -> Vec<usize> {
    let mut positions = Vec::new();
    let mut in_comment = false;
    for (event, range) in events {
        let seen = match event {
            Event::End(TagEnd::HtmlBlock) => {
                in_comment = false;
                false
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                in_comment |= html.trim_start().starts_with("<!--");
                !in_comment && !html.trim().is_empty()
            }
            Event::Text(text) => {
                in_comment = false;
                !text.trim().is_empty()
            }
            Event::Code(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => true,
            _ => false,
        };
        if seen {
            positions.push(range.start);
        }
    }
    positions.sort_unstable();
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::body::headings;
    use crate::document::markdown;

    fn found(text: &str) -> Vec<(SectionKind, bool)> {
        let events: Vec<_> = markdown::events(text).collect();
        let headings = headings::read(&events);
        let own = SectionHeadings::with(&[(SectionKind::Lessons, "What we take home".to_owned())]);
        read(&events, &headings, &own, text.len())
            .into_iter()
            .map(|section| (section.kind, section.filled))
            .collect()
    }

    #[test]
    fn the_usual_headings_name_their_part() {
        let names = SectionHeadings::default();
        for kind in SectionKind::ALL {
            for language in Language::ALL {
                assert_eq!(names.kind_of(kind.heading(language)), Some(*kind));
            }
        }
    }

    #[test]
    fn headings_of_both_languages_name_parts() {
        use SectionKind as S;
        assert_eq!(
            found(
                "## 1. Root Cause\nx\n## ■ 影響範囲：\nx\n\n**Timeline:**\n\nx\n\n## 原因と対策\nx\n## What we take home\nx"
            ),
            [S::Cause, S::Impact, S::Timeline, S::Cause, S::Lessons].map(|kind| (kind, true))
        );
    }

    #[test]
    fn comments_and_empty_headings_fill_nothing() {
        use SectionKind as S;
        assert_eq!(
            found(
                "## Impact\n<!-- how\nmany users -->\n## Cause\n### Details\n\n## Actions\n- [ ] do\n"
            ),
            [(S::Impact, false), (S::Cause, true), (S::Actions, true)]
        );
    }
}
