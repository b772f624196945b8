//! What is remembered of one state is what the next would find itself, however it differs.

use std::collections::HashMap;
use std::sync::Mutex;

use super::archive::{Archive, Chance, file};
use crate::knowledge_base::{EntryIndex, KnowledgeBase};
use crate::language::Language;
use crate::link::Relations;
use crate::locale::Locale;
use crate::memory::{Forgetful, MadeFrom, Memory};
use crate::related::{Evidence, Related, describe};
use crate::signature::Signatures;

/// Remembers what it is told.
#[derive(Debug, Default)]
pub(super) struct Map(Mutex<HashMap<String, (MadeFrom, Vec<u8>)>>);

impl Memory for Map {
    fn recall(&self, name: &str, made_from: MadeFrom) -> Option<Vec<u8>> {
        let kept = self.0.lock().unwrap();
        let (of, bytes) = kept.get(name)?;
        (*of == made_from).then(|| bytes.clone())
    }

    fn keep(&self, name: &str, made_from: MadeFrom, bytes: &[u8]) {
        let kept = (made_from, bytes.to_vec());
        self.0.lock().unwrap().insert(name.to_owned(), kept);
    }
}

/// Gives back what another did not keep.
#[derive(Debug)]
struct Broken<'a> {
    whole: &'a Map,
    broken: Slip,
}

/// What is given back under a name in the place of what was kept.
type Slip = fn(&str, Vec<u8>, &Map) -> Vec<u8>;

impl Memory for Broken<'_> {
    fn recall(&self, name: &str, made_from: MadeFrom) -> Option<Vec<u8>> {
        let bytes = self.whole.recall(name, made_from)?;
        Some((self.broken)(name, bytes, self.whole))
    }

    fn keep(&self, _: &str, _: MadeFrom, _: &[u8]) {}
}

/// What an entry's candidates are told by, and how they are told in both languages.
pub(super) type Told = (MadeFrom, Vec<EntryIndex>, Vec<String>);

pub(super) struct Found {
    pub(super) of_entries: Vec<Told>,
    of_all: MadeFrom,
    /// Of how many entries the candidates were found, and not known.
    anew: usize,
}

/// All that is found with this memory.
fn found(base: &KnowledgeBase, memory: &dyn Memory) -> (Evidence, Found) {
    let relations = Relations::gather(base);
    let evidence = Evidence::recalling(base, &Signatures::of(base), memory);
    let related = Related::recalling(base, &relations, &evidence, memory);
    related.recall();
    let of_all = related.digest();
    related.keep(memory);
    let anew = related.among_all.iter();
    let anew = anew.filter(|candidates| candidates.get().is_some()).count();
    let entries = (0..base.entries().len()).map(EntryIndex);
    let of_entries = entries.map(|entry| {
        let candidates = related.among_all(entry).iter();
        let lines = candidates.flat_map(|candidate| {
            let (id, relation) = (&base[candidate.other].id, candidate.relation);
            Language::ALL.map(|language| {
                let words = describe(base, candidate, Locale::of(language));
                format!("{id} {:?} {relation:?} {words}", candidate.strength)
            })
        });
        let others = related.others(entry).to_vec();
        (related.digest_of(entry), others, lines.collect())
    });
    let found = Found {
        of_entries: of_entries.collect(),
        of_all,
        anew,
    };
    (evidence, found)
}

/// Fails where a memory makes a difference.
#[track_caller]
pub(super) fn assert_same(what: &str, base: &KnowledgeBase, memory: &dyn Memory) -> Found {
    let (evidence, found_so) = found(base, memory);
    let (expected_evidence, expected) = found(base, &Forgetful);
    for entry in (0..base.entries().len()).map(EntryIndex) {
        let id = &base[entry].id;
        let recognised = |evidence: &Evidence| evidence.recognitions.of_entry(entry).to_vec();
        let both = (recognised(&evidence), recognised(&expected_evidence));
        assert_eq!(both.0, both.1, "{what}: {id}");
        let read = |evidence: &Evidence| evidence.readings.of_entry(entry).cloned();
        let both = (read(&evidence), read(&expected_evidence));
        assert_eq!(both.0, both.1, "{what}: {id}");
        let both = (&found_so.of_entries[entry.0], &expected.of_entries[entry.0]);
        assert_eq!(both.0, both.1, "{what}: {id}");
    }
    assert!(found_so.of_all == expected.of_all, "{what}");
    found_so
}

/// A change, by chance at one place or another.
type Edit = (&'static str, fn(&mut Archive, &mut Chance));

fn in_front_matter(archive: &mut Archive, chance: &mut Chance, line: &str) {
    let at = archive.incident(chance);
    let key = line.split(':').next().unwrap();
    let text = archive.text(at);
    let lines = text
        .lines()
        .filter(|old| !old.starts_with(&format!("{key}:")));
    *text = lines.flat_map(|line| [line, "\n"]).collect();
    *text = text.replacen("---\n", &format!("---\n{line}\n"), 1);
}

const EDITS: &[Edit] = &[
    ("a sentence more", |archive, chance| {
        let at = archive.incident(chance);
        let sentence = chance.sentence(at % 2 == 0);
        archive.text(at).extend(["\n", &sentence, "\n"]);
    }),
    ("a paragraph less", |archive, chance| {
        let at = archive.incident(chance);
        let text = archive.text(at);
        let end = text.trim_end().rfind("\n\n").unwrap();
        text.truncate(end + 1);
    }),
    ("a line of a log more", |archive, chance| {
        for _ in 0..2 {
            let at = archive.incident(chance);
            let log =
                "\n```\nERROR 9 ConnectionPool::acquire_slot gave up, acquire_timeout over\n```\n";
            archive.text(at).push_str(log);
        }
    }),
    ("another title", |archive, chance| {
        let title = chance.sentence(chance.0 % 2 == 0);
        in_front_matter(archive, chance, &format!("title: {title}"));
    }),
    ("another cause", |archive, chance| {
        in_front_matter(archive, chance, "causes: [disk, quota]");
    }),
    ("other services and vendors", |archive, chance| {
        in_front_matter(archive, chance, "services: [api, mail]");
        in_front_matter(archive, chance, "vendors: [kanade, certico]");
    }),
    ("a term that was never named", |archive, chance| {
        in_front_matter(archive, chance, "tags: [ConnectionPool, アンカー]");
        in_front_matter(archive, chance, "services: [a-new-one]");
    }),
    ("another day", |archive, chance| {
        let day = 1 + chance.below(28);
        let line = format!("started_at: 2021-03-{day:02}");
        in_front_matter(archive, chance, &line);
    }),
    ("planned work", |archive, chance| {
        in_front_matter(archive, chance, "type: maintenance");
    }),
    ("answers", |archive, chance| {
        let base = archive.read();
        let other = &base.entries()[base
            .entry_of(
                base.index_of(&archive.files[archive.incident(chance)].path)
                    .unwrap(),
            )
            .0];
        let kind = chance.one_of(&["not-related", "recurrence-of", "related"]);
        let line = format!("relations: [{{type: {kind}, id: {}, note: x}}]", other.id);
        in_front_matter(archive, chance, &line);
    }),
    ("a link in prose", |archive, chance| {
        let at = archive.incident(chance);
        archive
            .text(at)
            .push_str("\nAs in [[KE-4]] and [[KE-0003]].\n");
    }),
    ("a report more", |archive, chance| {
        let at = archive.incident(chance);
        let text = archive.text(at).replacen("\nid: ", "\nid: X", 1);
        let name = format!("incidents/copy-{}", chance.below(1 << 40));
        archive.files.push(file(&name, text));
    }),
    ("a report less", |archive, chance| {
        let at = archive.incident(chance);
        archive.files.remove(at);
    }),
    ("a version in the other language", |archive, chance| {
        let at = archive.incident(chance);
        let path = &archive.files[at].path;
        let stem = path
            .trim_end_matches(".md")
            .trim_end_matches(".ja")
            .trim_end_matches(".en");
        let other = if path.ends_with(".ja.md") { "en" } else { "ja" };
        let path = format!("{stem}.{other}.md");
        archive.files.retain(|file| file.path != path);
        let text = format!(
            "# {}\n\n{}\n",
            chance.sentence(true),
            chance.sentence(false)
        );
        let mut version = file("", text);
        version.path = path;
        archive.files.push(version);
    }),
    ("a known error with a signature", |archive, chance| {
        let text = "---\nid: KE-77\nsignatures: [{text: waited in vain}, {regex: 'acquire_\\w+ over'}]\n---\n# Pool\n";
        archive.files.retain(|file| !file.path.contains("ke-77"));
        let name = format!("known-errors/ke-77{}", chance.below(2));
        archive.files.push(file(&name, text.to_owned()));
    }),
    ("another signature", |archive, _| {
        let mut texts = archive
            .files
            .iter_mut()
            .filter_map(|file| file.text.as_mut().ok());
        let text = texts.find(|text| text.contains("waited in vain}")).unwrap();
        *text = text.replacen("waited in vain}", "parked worker}", 1);
    }),
    ("the known error has become a report", |archive, _| {
        let mut texts = archive
            .files
            .iter_mut()
            .filter_map(|file| file.text.as_mut().ok());
        let text = texts.find(|text| text.contains("parked worker}")).unwrap();
        *text = text.replacen("---\n", "---\nkind: incident\n", 1);
    }),
    ("a page with the name of an identifier", |archive, _| {
        let text = "---\nid: acquire_timeout\n---\n# How long we wait\n";
        archive
            .files
            .retain(|file| !file.path.contains("pages/how-long"));
        archive.files.push(file("pages/how-long", text.to_owned()));
    }),
    ("no such page", |archive, _| {
        archive
            .files
            .retain(|file| !file.path.contains("pages/how-long"));
    }),
    ("another id", |archive, chance| {
        let id = format!("id: NEW-{}", chance.below(1000));
        in_front_matter(archive, chance, &id);
    }),
    ("settings", |archive, _| {
        archive.config = archive
            .config
            .replace("{id: disk", "{id: disk, parent: change");
        archive.config.push_str("link_ids: '[A-Z]+-[0-9]+'\n");
    }),
];

/// A chain of states, each with one change, the memory handed on from one to the next.
fn chain(mut archive: Archive, rounds: usize) {
    let memory = Map::default();
    let mut chance = Chance(0x00C0_FFEE);
    let mut lines_of: HashMap<MadeFrom, Vec<String>> = HashMap::new();
    let first = assert_same("the first state", &archive.read(), &memory);
    assert!(first.anew > 20);
    let again = assert_same("nothing", &archive.read(), &memory);
    assert_eq!(again.anew, 0);
    for (what, edit) in (0..rounds).flat_map(|_| EDITS) {
        if *what == "settings" && archive.config.contains("link_ids: '[A-Z]+-") {
            continue;
        }
        edit(&mut archive, &mut chance);
        let found = assert_same(what, &archive.read(), &memory);
        for (digest, _, lines) in found.of_entries {
            let known = lines_of.entry(digest).or_insert_with(|| lines.clone());
            assert_eq!(*known, lines, "{what}: one digest, two texts");
        }
    }
    assert!(lines_of.len() > 50, "{}", lines_of.len());
}

#[test]
fn the_example_is_remembered_through_every_change() {
    chain(Archive::example(), 1);
}

#[test]
fn lists_that_grow_and_shrink_are_remembered_through_every_change() {
    chain(Archive::made_up(60), 2);
}

#[test]
fn what_was_asked_for_before_the_memory_is_the_same() {
    let archive = Archive::made_up(60);
    let memory = Map::default();
    let expected = found(&archive.read(), &memory).1;
    let mut base = archive.read();
    for edited in [false, true] {
        if edited {
            let mut archive = Archive::made_up(60);
            EDITS[0].1(&mut archive, &mut Chance(7));
            base = archive.read();
        }
        let relations = Relations::gather(&base);
        let evidence = Evidence::recalling(&base, &Signatures::of(&base), &memory);
        let of = |is_asked_before: bool| {
            let related = Related::recalling(&base, &relations, &evidence, &memory);
            let entries = (0..base.entries().len()).map(EntryIndex);
            let asked = entries
                .clone()
                .step_by(if is_asked_before { 3 } else { usize::MAX });
            let before: Vec<_> = asked
                .map(|entry| related.among_all(entry).to_vec())
                .collect();
            assert!(before.iter().any(|candidates| !candidates.is_empty()) || !is_asked_before);
            related.recall();
            let found = entries.map(|entry| {
                let digest = related.digest_of(entry);
                (digest, related.among_all(entry).to_vec())
            });
            found.collect::<Vec<_>>()
        };
        assert_eq!(of(true), of(false));
        if !edited {
            let digests: Vec<MadeFrom> = of(true).into_iter().map(|(digest, _)| digest).collect();
            let expected = expected.of_entries.iter().map(|(digest, ..)| *digest);
            assert!(expected.eq(digests));
        }
    }
}

#[test]
fn a_sentence_leaves_most_candidates_untouched() {
    let mut archive = Archive::made_up(400);
    let memory = Map::default();
    let all = found(&archive.read(), &memory).1;
    assert!(all.anew > 400);
    let mut chance = Chance(0xBEE);
    for is_japanese in [false, true] {
        let at = archive.incident(&mut chance);
        let sentence = chance.sentence(is_japanese);
        archive.text(at).extend(["\n", &sentence, "\n"]);
        let (_, found) = found(&archive.read(), &memory);
        assert!((1..100).contains(&found.anew), "{}", found.anew);
    }
}

#[test]
fn a_sentence_is_all_that_is_read_again() {
    let mut archive = Archive::made_up(30);
    let memory = Map::default();
    found(&archive.read(), &memory);
    let kept = |name: &str| memory.0.lock().unwrap()[name].clone();
    let before = ["readings", "recognitions", "candidates"].map(kept);
    found(&archive.read(), &memory);
    assert!(before == ["readings", "recognitions", "candidates"].map(kept));
    archive.text(3).push_str("\nThe orchard was late.\n");
    found(&archive.read(), &memory);
    let after = ["readings", "recognitions"].map(kept);
    assert!(before[0] != after[0] && before[1] != after[1]);
}

#[test]
fn what_is_not_whole_is_forgotten() {
    let archive = Archive::made_up(40);
    let whole = Map::default();
    let base = archive.read();
    found(&base, &whole);
    assert_eq!(whole.0.lock().unwrap().len(), 3);
    let broken: [(&str, Slip); 6] = [
        ("empty", |_, _, _| Vec::new()),
        ("cut", |_, mut bytes, _| {
            bytes.truncate(bytes.len() / 2);
            bytes
        }),
        ("without its end", |_, mut bytes, _| {
            bytes.pop();
            bytes
        }),
        ("turned", |_, mut bytes, _| {
            let third = bytes.len() / 3;
            bytes.rotate_left(third);
            bytes
        }),
        ("one bit", |_, mut bytes, _| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 4;
            bytes
        }),
        ("something else", |name, bytes, whole| {
            let kept = whole.0.lock().unwrap();
            let mut others = kept.iter().filter(|(other, _)| *other != name);
            others.next().map_or(bytes, |(_, (_, bytes))| bytes.clone())
        }),
    ];
    for (what, broken) in broken {
        let whole = &whole;
        assert_same(what, &base, &Broken { whole, broken });
    }
}
