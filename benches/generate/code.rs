//! Code as it stands in reports: short, in ten languages, hardly ever the same twice.

use crate::fill::Filler;

/// The name of the language as written behind the fence, and a template.
const SNIPPETS: [(&str, &str); 20] = [
    (
        "rust",
        "\
/// Takes one ‹noun›, waiting no longer than the caller does.
pub fn ‹snake›(&self, deadline: Instant) -> Result<‹Camel›, ‹Camel›Error> {
    let wait = deadline.saturating_duration_since(Instant::now());
    match self.‹noun›.‹verb›_timeout(wait.min(Duration::from_millis(‹n4›))) {
        Some(‹it›) if ‹it›.len() < ‹n3› => Ok(‹it›.into()),
        _ => Err(‹Camel›Error::Timeout),
    }
}",
    ),
    (
        "rust",
        "\
impl ‹Camel› {
    const LIMIT: usize = ‹n4›;

    fn ‹snake›(&mut self, item: ‹Camel›) {
        while self.‹it›.len() >= Self::LIMIT {
            self.‹it›.pop_front(); // oldest first
        }
        self.‹it›.push_back(item);
    }
}",
    ),
    (
        "python",
        "\
def ‹snake›(client, ‹it›, timeout=‹n2›):
    \"\"\"Return the ‹adj› ‹noun› or raise after ‹n2› seconds.\"\"\"
    for attempt in range(‹n1›):
        try:
            return client.‹verb›(‹it›, region=\"‹kebab›\", timeout=timeout)
        except ‹Camel›Error as error:
            log.warning(\"attempt %s: %s\", attempt, error)
            time.sleep(min(‹n2›, 2**attempt))
    raise TimeoutError(f\"no ‹noun› for {‹it›!r}\")",
    ),
    (
        "python",
        "\
rows = db.execute(
    \"SELECT id, ‹noun› FROM ‹word› WHERE updated_at < %s LIMIT ‹n4›\",
    (cutoff,),
)
for row_id, ‹it› in rows:
    if ‹it› is None or len(‹it›) > ‹n3›:
        ‹snake›(row_id)  # writes to ‹noun›",
    ),
    (
        "bash",
        "\
#!/usr/bin/env bash
set -euo pipefail
for host in $(‹word›ctl list --role ‹noun› --zone b); do
  ssh \"$host\" \"sudo ‹word›ctl drain --timeout ‹n3›s\" || echo \"skip $host\"
  curl --fail --max-time ‹n1› \"http://$host:‹n4›/‹noun›/health\"
done | tee \"‹kebab›-‹hex8›.log\"",
    ),
    (
        "bash",
        "\
kubectl -n ‹word› get pods -l app=‹svc› -o name | head -n ‹n2›
kubectl -n ‹word› set env deployment/‹svc› ‹word›_LIMIT=‹n4›
kubectl -n ‹word› rollout status deployment/‹svc› --timeout=‹n3›s",
    ),
    (
        "yaml",
        "\
‹noun›:
  name: ‹kebab›
  replicas: ‹n2›
  resources:
    limits: {cpu: \"‹n1›\", memory: ‹n3›Mi}
  probe:
    path: /‹noun›/‹word›
    period_seconds: ‹n2› # was ‹n3›
  env:
    - {name: ‹word›_timeout, value: \"‹n4›\"}",
    ),
    (
        "yaml",
        "\
groups:
  - name: ‹kebab›
    rules:
      - alert: ‹Camel›High
        expr: sum(rate(‹snake›_total{service=\"‹svc›\"}[5m])) > ‹n3›
        for: ‹n1›m
        labels: {severity: page, team: ‹word›}",
    ),
    (
        "sql",
        "\
-- ‹noun›s without a ‹noun› since the release
SELECT o.id, o.‹it›_id, count(*) AS rows
FROM ‹word›_‹noun› AS o
LEFT JOIN ‹it› AS p ON p.id = o.‹it›_id
WHERE o.created_at >= timestamp '2020-01-01 00:00:00' AND p.id IS NULL
GROUP BY o.id, o.‹it›_id
HAVING count(*) > ‹n1›
ORDER BY rows DESC
LIMIT ‹n3›;",
    ),
    (
        "sql",
        "\
CREATE INDEX CONCURRENTLY ‹word›_‹noun›_idx
    ON ‹word›_‹noun› (‹noun›_id, created_at)
    WHERE state <> '‹adj›';
UPDATE ‹word›_‹noun› SET ‹noun› = ‹n4› WHERE id = '‹uuid›';",
    ),
    (
        "json",
        "\
{
  \"‹noun›\": \"‹kebab›\",
  \"limits\": {\"‹word›\": ‹n4›, \"burst\": ‹n3›},
  \"endpoints\": [\"‹ip›:‹n4›\", \"‹ip›:‹n4›\"],
  \"‹snake›\": false,
  \"revision\": \"‹hex16›\"
}",
    ),
    (
        "json",
        "\
{
  \"error\": {\"code\": \"‹code›\", \"message\": \"‹adj› ‹noun›\", \"retry_after\": ‹n2›},
  \"request_id\": \"‹uuid›\",
  \"details\": [{\"field\": \"‹word›\", \"max\": ‹n4›}, {\"field\": \"‹noun›\", \"max\": ‹n3›}]
}",
    ),
    (
        "go",
        "\
func (c *‹Camel›) ‹Camel›(ctx context.Context, ‹it› string) (*‹Camel›, error) {
	ctx, cancel := context.WithTimeout(ctx, ‹n3›*time.Millisecond)
	defer cancel()
	res, err := c.‹noun›.Get(ctx, ‹it›)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf(\"‹noun› %q: %w\", ‹it›, err)
	}
	return res, err
}",
    ),
    (
        "go",
        "\
for i := range ‹it› {
	select {
	case c.‹word› <- ‹it›[i]:
	case <-time.After(‹n2› * time.Second):
		metrics.‹Camel›.Inc() // ‹adj› ‹noun›
	}
}",
    ),
    (
        "java",
        "\
public Optional<‹Camel›> ‹camel›(String ‹it›) {
    try (var scope = pool.borrow(Duration.ofMillis(‹n4›))) {
        return scope.find(‹it›).filter(it -> it.size() < ‹n3›);
    } catch (‹Camel›Exception e) {
        log.warn(\"‹adj› ‹noun› {}\", ‹it›, e);
        return Optional.empty();
    }
}",
    ),
    (
        "javascript",
        "\
export async function load‹Word›(‹it›, { retries = ‹n1› } = {}) {
  const response = await fetch(`/v‹n1›/‹noun›/${encodeURIComponent(‹it›)}`);
  if (response.status === 503 && retries > 0) {
    await sleep(‹n4› / retries);
    return retry(‹it›, { retries: retries - 1 });
  }
  return response.json();
}",
    ),
    (
        "diff",
        "\
--- a/‹word›/‹noun›.conf
+++ b/‹word›/‹noun›.conf
@@ -‹n2›,3 +‹n2›,3 @@
 ‹snake› = ‹n2›
-‹snake› = ‹n4›
+‹snake› = ‹n3›
 ‹word› = \"‹kebab›\"",
    ),
    (
        "ruby",
        "\
class ‹Camel› < ‹Camel›
  LIMIT = ‹n4›

  def ‹snake›(‹it›)
    raise Timeout::Error, \"‹adj› ‹noun›\" if ‹it›.size > LIMIT
    @‹noun›.‹verb›(‹it›, ttl: ‹n3›)
  end
end",
    ),
    (
        "c",
        "\
static int ‹snake›(struct ‹word› *p, size_t n)
{
	if (n > ‹n4› || p->‹it› == NULL)
		return -EINVAL; /* ‹adj› ‹noun› */
	memcpy(p->‹it›, p->‹word›, n);
	return 0;
}",
    ),
    (
        "xml",
        "\
<‹it› version=\"‹n1›.‹n2›\">
  <‹noun› id=\"‹hex8›\" limit=\"‹n4›\"/>
  <!-- ‹adj› until ‹n2› -->
  <alias ref=\"‹kebab›\">‹word› ‹n3›</alias>
</‹it›>",
    ),
];

/// A fenced block of code.
pub fn code_block(filler: &mut Filler) -> String {
    let (language, template) = filler.rng.pick(&SNIPPETS);
    filler.variable = filler.fill("‹word›");
    format!("```{language}\n{}\n```\n", filler.fill(template))
}
