//! Knowledge bases to change: the example, and one in which much comes again.

use std::path::Path;

use crate::config::ConfigFile;
use crate::knowledge_base::KnowledgeBase;
use crate::source::{Source, SourceFile, read_config, read_folder};

const CONFIG: &str =
    "causes: [{id: change}, {id: typo, parent: change}, {id: disk}, {id: expiry}, {id: quota}]\n";
const SERVICES: [&str; 5] = ["api", "web", "mail", "ledger", "search"];
const CAUSES: [&str; 5] = ["change", "typo", "disk", "expiry", "quota"];
const VENDORS: [&str; 2] = ["certico", "kanade"];
const CODES: [&str; 7] = [
    "VQX-4417 shard gave up on the checkpoint",
    "ERR_QXV_POOL_EXHAUSTED: no permits left for tenant",
    "LedgerMismatchError: sum of postings moved backwards",
    "mover lost its lease and parked worker",
    "ConnectionPool::acquire_slot waited in vain",
    "db-07.eu.example.com refused the handshake of replica",
    "KB5005565 rolled back at the second attempt",
];
/// Words that come again and again in the texts, of both languages.
const ENGLISH: &str = "invoice scheduler daylight certificate gateway replica shard lantern postcard voucher orchard \
    ferry harbour compass anchor warehouse pallet forklift barcode scanner turnstile ticket refund coupon loyalty \
    passport visa customs tariff freight lorry depot canteen kitchen oven thermostat boiler radiator chimney gutter";
const JAPANESE: &str = "在庫 請求 証明書 夜間 連携 暗号 倉庫 配送 検品 返品 決済 利用枠 上限 再送 重複 二重 起動 停止 予約 客室 \
    清掃 鍵 精算 伝票 印刷 帳票 集計 締め 税率 為替 送金 口座 振込 照合 監査 権限 承認 失効 更新 期限";

/// A file in the making.
pub(super) type Files = Vec<SourceFile>;

/// Numbers that look like chance, the same every time.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }

    pub(super) fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A sentence that any report may hold.
    pub(super) fn sentence(&mut self, is_japanese: bool) -> String {
        let words = if is_japanese { JAPANESE } else { ENGLISH };
        let words: Vec<&str> = words.split_whitespace().collect();
        let words: Vec<&str> = (0..5).map(|_| self.one_of(&words)).collect();
        if is_japanese {
            format!(
                "{}のため、{}。",
                words[..3].join("と"),
                words[3..].join("が")
            )
        } else {
            format!("The {} was late.", words.join(" and the "))
        }
    }
}

/// A knowledge base and what it is read from.
pub(super) struct Archive {
    pub(super) config: String,
    pub(super) content: String,
    pub(super) files: Files,
}

impl Archive {
    /// The example of the repository.
    pub(super) fn example() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let config = read_config(root).unwrap();
        let source = read_folder(root, &config.config).unwrap();
        Self {
            config: config.text,
            content: source.content,
            files: source.documents,
        }
    }

    /// Reports in which services, causes, codes and words come again, with a few known errors.
    pub(super) fn made_up(reports: usize) -> Self {
        let mut chance = Chance(0x5EED_CAFE);
        let mut files: Files = (0..reports)
            .map(|number| report(number, &mut chance))
            .collect();
        for (number, code) in CODES.iter().enumerate().skip(3) {
            let text = format!(
                "---\nid: KE-{number}\nsignatures: [{{text: '{code}'}}]\nservices: [{}]\n---\n# {}\n\n{}\n",
                SERVICES[number % SERVICES.len()],
                chance.sentence(number % 2 == 0),
                chance.sentence(number % 2 == 1),
            );
            files.push(file(&format!("known-errors/ke-{number}"), text));
        }
        files.push(file("vendors/certico", "# Certico\n".to_owned()));
        Self {
            config: CONFIG.to_owned(),
            content: "content".to_owned(),
            files,
        }
    }

    pub(super) fn read(&self) -> KnowledgeBase {
        let mut documents = self.files.clone();
        documents.sort_by(|a, b| a.path.cmp(&b.path));
        let source = Source {
            content: self.content.clone(),
            documents,
            files: Vec::new(),
        };
        KnowledgeBase::read(ConfigFile::read(self.config.clone(), "kb"), source)
    }

    /// The position of an incident.
    pub(super) fn incident(&self, chance: &mut Chance) -> usize {
        let is_incident = |file: &SourceFile| file.path.contains("/incidents/");
        let all = (0..self.files.len()).filter(|number| is_incident(&self.files[*number]));
        let all: Vec<usize> = all.collect();
        all[chance.below(all.len())]
    }

    pub(super) fn text(&mut self, number: usize) -> &mut String {
        self.files[number].text.as_mut().unwrap()
    }
}

pub(super) fn file(path: &str, text: String) -> SourceFile {
    SourceFile {
        path: format!("content/{path}.md"),
        text: Ok(text),
    }
}

fn report(number: usize, chance: &mut Chance) -> SourceFile {
    let is_japanese = number % 2 == 1;
    let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
    let known_error = if number.is_multiple_of(17) {
        "known_errors: [KE-4]\n"
    } else {
        ""
    };
    let vendor = if number.is_multiple_of(5) {
        chance.one_of(&VENDORS)
    } else {
        ""
    };
    let log = if number.is_multiple_of(3) {
        chance.one_of(&CODES)
    } else {
        "nothing was logged"
    };
    let text = format!(
        "---\nid: INC-{number:04}\nstarted_at: 20{:02}-{month:02}-{day:02}\nservices: [{}]\ncauses: [{}]\nvendors: \
         [{vendor}]\n{known_error}---\n# {}\n\n{}\n\n```\n{log} {number}\n```\n\n{}\n",
        20 + number / 336,
        chance.one_of(&SERVICES),
        chance.one_of(&CAUSES),
        chance.sentence(is_japanese),
        chance.sentence(is_japanese),
        chance.sentence(is_japanese),
    );
    let suffix = if is_japanese { ".ja" } else { "" };
    file(&format!("incidents/inc-{number:04}{suffix}"), text)
}
