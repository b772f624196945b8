//! Free pages: a few in both languages, and runbooks.

use std::fmt::Write as _;

use crate::catalog::{service_id, service_name, service_owner};
use crate::facts::AS_OF;
use crate::fill::{Filler, Subject};
use crate::phrases::ENGLISH;
use crate::rng::{Rng, Stream};
use crate::world::{Document, World};

const PAGES: [(&str, &str); 6] = [
    (
        "how-we-run-incidents.md",
        "# How we run incidents\n\nOne person commands, one writes, one talks to customers.\n\n\
         1. Open a channel and say who commands.\n\
         2. Stop the damage first, look for the cause afterwards.\n\
         3. Write times down while they happen.\n\n\
         The [glossary](glossary.md) explains the words.\n",
    ),
    (
        "how-we-run-incidents.ja.md",
        "# 障害対応の進め方\n\n指揮をとる人、記録する人、利用者に伝える人を分ける。\n\n\
         1. 連絡の場を開き、指揮役を宣言する。\n\
         2. まず被害を止め、原因はその後で調べる。\n\
         3. 時刻はその場で書き留める。\n\n\
         用語は[用語集](glossary.md)にある。\n",
    ),
    (
        "glossary.md",
        "# Glossary\n\n| Word | Meaning |\n| --- | --- |\n\
         | Mitigated | users no longer notice |\n\
         | Resolved | nothing is left to be done |\n\
         | Near miss | it could have happened and did not |\n",
    ),
    (
        "glossary.ja.md",
        "# 用語集\n\n| 用語 | 意味 |\n| --- | --- |\n\
         | 暫定復旧 | 利用者への影響がなくなった状態 |\n\
         | 解決 | 残る作業がない状態 |\n\
         | ヒヤリハット | 起きる手前で止まった出来事 |\n",
    ),
    (
        "severities.md",
        "# Severities\n\n- **SEV1** most users cannot work\n- **SEV2** many users cannot work\n\
         - **SEV3** some users are held up\n- **SEV4** nobody outside notices\n",
    ),
    (
        "reviews.md",
        "# How a report is reviewed\n\nA report is final when each cause has an action that \
         changes the system, with an owner and a date.\n\n- [ ] the timeline is complete\n\
         - [ ] earlier reports were searched\n",
    ),
];

/// How many pages there are.
pub fn count(reports: u32) -> u32 {
    u32::try_from(PAGES.len()).unwrap_or_default() + reports / 1000
}

/// Page `index`, counted from 0: first the fixed ones, then a runbook for each of the services.
pub fn page(world: &World, index: u32) -> Document {
    let index = index as usize;
    let (file, text) = PAGES.get(index).map_or_else(
        || runbook(world, index - PAGES.len()),
        |(file, text)| ((*file).to_owned(), (*text).to_owned()),
    );
    Document {
        path: format!("content/pages/{file}"),
        text,
    }
}

fn runbook(world: &World, service: usize) -> (String, String) {
    let id = service_id(service);
    let number = u32::try_from(service).unwrap_or_default();
    let subject = Subject {
        japanese: false,
        services: vec![id.clone()],
        vendor: ENGLISH.some_vendor.to_owned(),
        symptom: service % crate::names::SYMPTOMS.len(),
        users: 0,
        failed: 0,
        minutes: 0,
        clock: AS_OF.and_time(chrono::NaiveTime::MIN),
        earlier: String::new(),
        link: String::new(),
        known_error: String::new(),
        gap: " ",
    };
    let rng = Rng::new(world.seed, Stream::Page, number);
    let mut filler = Filler::new(rng, &world.words, &ENGLISH, subject);
    let (name, owner) = (service_name(service), service_owner(service));
    let mut text =
        format!("---\nid: runbook-{id}\ntitle: Runbook of {name}\nowner: {owner}\n---\n\n");
    for step in filler.different(ENGLISH.report.steps, 4) {
        _ = writeln!(text, "1. {step}");
    }
    _ = write!(text, "\n{}", crate::code::code_block(&mut filler));
    (format!("runbook-{id}.md"), text)
}
