//! Why incidents arise and why they are not caught: the list of the configuration.

/// A cause: its id, its names and the id of the group it belongs to (empty for a group).
pub struct Cause {
    pub id: &'static str,
    pub name: &'static str,
    pub name_ja: &'static str,
    pub parent: &'static str,
}

/// Builds one row of the table of causes.
const fn cause(
    id: &'static str,
    name: &'static str,
    name_ja: &'static str,
    parent: &'static str,
) -> Cause {
    Cause {
        id,
        name,
        name_ja,
        parent,
    }
}

/// Why incidents arise, leaves only (発生原因).
pub const CAUSES: [Cause; 22] = [
    cause(
        "pool-exhaustion",
        "Pool exhaustion",
        "プールの枯渇",
        "capacity",
    ),
    cause(
        "configuration-drift",
        "Configuration drift",
        "設定の乖離",
        "change",
    ),
    cause(
        "vendor-outage",
        "Vendor outage",
        "委託先の障害",
        "dependency",
    ),
    cause(
        "certificate-expiry",
        "Certificate expiry",
        "証明書の期限切れ",
        "change",
    ),
    cause(
        "missing-timeout",
        "Missing timeout",
        "タイムアウトの未設定",
        "design",
    ),
    cause(
        "untested-migration",
        "Untested migration",
        "未検証の移行",
        "change",
    ),
    cause("retry-storm", "Retry storm", "再試行の集中", "design"),
    cause("disk-full", "Disk full", "ディスクの満杯", "capacity"),
    cause(
        "traffic-spike",
        "Traffic spike",
        "アクセスの急増",
        "capacity",
    ),
    cause(
        "incompatible-release",
        "Incompatible release",
        "互換性のないリリース",
        "change",
    ),
    cause(
        "library-defect",
        "Library defect",
        "ライブラリーの欠陥",
        "dependency",
    ),
    cause(
        "dns-failure",
        "Name resolution failure",
        "名前解決の失敗",
        "dependency",
    ),
    cause("memory-leak", "Memory leak", "メモリーリーク", "capacity"),
    cause("race-condition", "Race condition", "競合状態", "design"),
    cause(
        "single-point-of-failure",
        "Single point of failure",
        "単一障害点",
        "design",
    ),
    cause(
        "quota-reached",
        "Quota reached",
        "割当量の上限到達",
        "capacity",
    ),
    cause("network-fault", "Network fault", "回線の故障", "dependency"),
    cause(
        "flag-interaction",
        "Feature flag interaction",
        "機能フラグの干渉",
        "change",
    ),
    cause(
        "vendor-change",
        "Unannounced vendor change",
        "委託先の予告なき変更",
        "dependency",
    ),
    cause(
        "data-corruption",
        "Data corruption",
        "データの破損",
        "design",
    ),
    cause("clock-skew", "Clock skew", "時計のずれ", "design"),
    cause(
        "hardware-fault",
        "Hardware fault",
        "機器の故障",
        "dependency",
    ),
];

/// Why incidents are not caught in time (流出原因).
pub const ESCAPE_CAUSES: [Cause; 6] = [
    cause("missing-alert", "Missing alert", "警報の欠如", "detection"),
    cause("missing-test", "Missing test", "試験の欠如", "detection"),
    cause(
        "wrong-threshold",
        "Wrong threshold",
        "しきい値の誤り",
        "detection",
    ),
    cause(
        "stale-runbook",
        "Stale runbook",
        "手順書の陳腐化",
        "detection",
    ),
    cause(
        "unclear-ownership",
        "Unclear ownership",
        "担当の不明確",
        "detection",
    ),
    cause("alert-noise", "Alert noise", "警報の氾濫", "detection"),
];

/// The groups of causes.
pub const CAUSE_GROUPS: [Cause; 5] = [
    cause("change", "Change", "変更", ""),
    cause("capacity", "Capacity", "容量", ""),
    cause("dependency", "Dependency", "依存先", ""),
    cause("design", "Design", "設計", ""),
    cause("detection", "Detection", "検知", ""),
];
