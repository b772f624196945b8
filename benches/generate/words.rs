//! The vocabulary: real technical words first, then thousands made up from syllables, in the
//! order of how often they are used. An index of the result has a realistic number of terms.

use crate::rng::{Rng, Stream};

/// How many words are made up.
const MADE_UP: usize = 5000;

const NOUNS: &str = "
request connection server cache queue timeout database certificate config deploy replica index
gateway token session pool thread lock retry client cluster node container volume disk memory heap
buffer socket packet route resolver proxy balancer firewall endpoint header payload schema migration
table column query transaction commit rollback snapshot backup restore checksum digest key
credential policy role permission quota limit throttle rate burst window batch job worker scheduler
trigger event message topic partition offset consumer producer broker stream pipeline stage artifact
image registry build release branch flag toggle rollout canary probe metric alert dashboard log
trace span sample threshold monitor pager runbook handler callback hook webhook listener dispatcher
controller operator manifest template chart namespace ingress egress mesh sidecar agent daemon
process signal semaphore mutex latch barrier future promise coroutine fiber stack frame pointer
reference allocator arena page segment block sector inode mount filesystem directory symlink archive
bundle library module package dependency lockfile compiler linker parser lexer tokenizer serializer
encoder decoder codec format charset locale timezone clock drift calendar deadline lease heartbeat
election leader follower quorum ballot epoch ledger journal checkpoint compaction tombstone filter
bucket hash ring peer gossip member topology region zone rack switch router uplink cable optic link
subnet prefix tunnel handshake cipher keystore truststore issuer chain revocation nonce salt cookie
login signup profile invoice order basket payment refund coupon price stock shipment parcel label
address receipt ticket report export import feed crawler scraper mailer template attachment inbox
outbox digest banner widget form field validator captcha upload download thumbnail transcoder
playlist caption subtitle sensor gauge meter relay inverter battery charger badge printer scanner
kiosk terminal drawer shelf warehouse carrier courier voucher loyalty tariff tax rounding currency
settlement payout statement balance reconciliation audit consent cohort experiment variant feature
embedding model prompt tensor kernel driver firmware hypervisor blueprint playbook inventory spare";

const ADJECTIVES: &str = "
stale slow missing expired wrong duplicate partial idle hot cold shared nested pending blocked
invalid orphaned oversized undersized truncated malformed ambiguous unbounded bounded silent noisy
implicit explicit legacy regional global local remote upstream downstream primary secondary standby
active passive read-only writable temporary permanent static dynamic synchronous asynchronous
optional mandatory deprecated internal external public private signed unsigned encrypted compressed
cached buffered queued throttled delayed early late recursive circular den unused redundant
incomplete inconsistent intermittent periodic sporadic steady sudden gradual nightly weekly monthly
regular rare unexpected undocumented untested verified unverified automatic manual fragile robust
narrow wide shallow deep sparse dense empty full busy saturated starved isolated coupled pinned
floating rotated mirrored replicated sharded federated misrouted renamed";

const PAST_VERBS: &str = "
blocked delayed dropped rejected exhausted overloaded restarted replaced locked released drained
flooded starved evicted invalidated duplicated truncated skipped retried queued throttled
masked exposed triggered cancelled interrupted preempted outlived shadowed reset
reopened closed opened rotated renewed revoked reissued migrated resharded rebalanced compacted
expanded doubled halved saturated bypassed followed preceded corrupted poisoned
refreshed reloaded rebuilt rescheduled unmounted detached attached promoted demoted isolated
rerouted mirrored replayed acknowledged loaded unloaded stalled stopped resumed paused";

const VERBS: &str = "
acquire release open close read write fetch store load save parse encode decode render build apply
merge split drain flush rotate renew revoke resolve route retry cancel schedule dispatch publish
consume commit abort lock unlock attach detach mount scan seek index rank match verify sign seal
reserve allocate free evict warm probe sample collect export import replay sync mirror promote";

const ONSETS: &str = "b br c cl d dr f fl g gr h j k kr l m n p pl r s st t tr v w z";
const VOWELS: &str = "a e i o u ai ea io ou";
const CODAS: &str = "l m n r s t nd rn lm sk";

/// All words, most used first.
pub struct Words {
    /// Real nouns, then made-up ones.
    pub nouns: Vec<String>,
    /// Only the made-up ones.
    pub made_up: Vec<String>,
    pub adjectives: Vec<&'static str>,
    pub past_verbs: Vec<&'static str>,
    pub verbs: Vec<&'static str>,
}

impl Words {
    /// The vocabulary is the same for every seed: what differs is how it is used.
    pub fn new() -> Self {
        let made_up = make_up();
        let real = NOUNS.split_whitespace().map(str::to_owned);
        Self {
            nouns: real.chain(made_up.iter().cloned()).collect(),
            made_up,
            adjectives: ADJECTIVES.split_whitespace().collect(),
            past_verbs: PAST_VERBS.split_whitespace().collect(),
            verbs: VERBS.split_whitespace().collect(),
        }
    }
}

/// Words of two or three syllables, each once, never containing "qx": that pair of letters
/// marks planted strings.
fn make_up() -> Vec<String> {
    let onsets: Vec<&str> = ONSETS.split_whitespace().collect();
    let vowels: Vec<&str> = VOWELS.split_whitespace().collect();
    let codas: Vec<&str> = CODAS.split_whitespace().collect();
    let mut rng = Rng::new(0, Stream::Words, 0);
    let mut seen = std::collections::HashSet::new();
    let mut words = Vec::with_capacity(MADE_UP);
    while words.len() < MADE_UP {
        let mut word = String::new();
        for _ in 0..rng.between(2, 3) {
            word.push_str(rng.pick(&onsets));
            word.push_str(rng.pick(&vowels));
        }
        if rng.chance(60) {
            word.push_str(rng.pick(&codas));
        }
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{MADE_UP, Words};

    #[test]
    fn several_thousand_words_none_of_them_a_mark() {
        let words = Words::new();
        assert_eq!(words.made_up.len(), MADE_UP);
        assert!(words.nouns.len() > MADE_UP + 250);
        assert!(words.nouns.iter().all(|word| !word.contains("qx")));
    }
}
