"""One long page. Of these, `n` counts bytes."""

from .base import paragraphs, shape, until, word, words


PAGE = 2_500_000


def sentence(number):
    """A sentence of an everyday length."""
    return f"The {words(number, 9)} was {word(number)} at {number}."


@shape(PAGE, "bytes of prose", query="nowhere to be found")
def page_prose(base, n):
    base.document("pages/p.md", "# Prose\n\n" + paragraphs(n, sentence))


@shape(PAGE, "bytes of Japanese prose", query="見つからない文字列")
def page_japanese(base, n):
    def text(number):
        return (
            f"予約の処理が{number}分間停止し、利用者{number * 7}名に影響した。"
            "接続プールの上限値を確認していなかったことが原因である。"
        )

    base.document("pages/p.md", "# 長い文書\n\n" + paragraphs(n, text))


@shape(PAGE, "bytes of one table")
def page_table(base, n):
    base.document(
        "pages/p.md",
        "# Table\n\n| a | b | c | d |\n| --- | --- | ---: | --- |\n"
        + until(n, lambda r: f"| {word(r)} | {word(r * 3)} | {r} | `{word(r * 7)}` |\n"),
    )


@shape(PAGE, "bytes of one block of code, which is too long for colours")
def page_code(base, n):
    base.document(
        "pages/p.md",
        "# Code\n\n```python\n"
        + until(
            n,
            lambda r: (
                f"def {word(r)}_{r}(queue, limit={r}):\n    return [job for job in queue if job.size < limit]  # {r}\n"
            ),
        )
        + "```\n",
    )


@shape(PAGE, "bytes of small blocks of code in two languages")
def page_code_blocks(base, n):
    def blocks(number):
        python = f"```python\ndef {word(number)}(queue, limit={number}):\n    return queue[:limit]  # {number}\n```\n"
        return f"{python}\n```yaml\n{word(number)}: {{limit: {number}, name: '{word(number * 7)}'}}\n```\n\n"

    base.document("pages/p.md", "# Code\n\n" + until(n, blocks))


@shape(PAGE, "bytes of one block of a log")
def page_log(base, n):
    base.document(
        "pages/p.md",
        "# Log\n\n```text\n"
        + until(n, lambda r: f"2026-03-01T09:00:00Z worker-{r} CODE-{r}: {words(r, 8)}\n")
        + "```\n",
    )


@shape(PAGE, "bytes of lists, nested twenty deep")
def page_lists(base, n):
    def nested(number):
        return "".join(f"{'  ' * depth}- {word(number + depth)} {number}\n" for depth in range(20))

    base.document("pages/p.md", "# Lists\n\n" + until(n, nested))


@shape(PAGE, "bytes of headings")
def page_headings(base, n):
    base.document(
        "pages/p.md", "# Headings\n\n" + until(n, lambda r: f"{'#' * (2 + r % 4)} {word(r % 900)}\n\n{word(r)}.\n\n")
    )


@shape(PAGE, "bytes of headings with the same words")
def page_same_headings(base, n):
    base.document("pages/p.md", "# Headings\n\n" + until(n, lambda r: f"## Step\n\n{word(r)} {r}.\n\n"))


@shape(PAGE, "bytes of one line", query="nowhere to be found")
def page_line(base, n):
    base.document("pages/p.md", "# Line\n\n" + until(n, lambda r: f"{word(r)} {r} "))


@shape(PAGE, "bytes of one word without an end")
def page_word(base, n):
    base.document("pages/p.md", "# Word\n\n" + until(n, word))


@shape(PAGE // 5, "bytes of HTML")
def page_html(base, n):
    base.document(
        "pages/p.md",
        "# HTML\n\n" + until(n, lambda r: f'<div><b>{word(r)}</b> <a href="https://example.com/{r}">{r}</a></div>\n\n'),
    )


@shape(PAGE // 5, "bytes of brackets that nothing closes")
def page_brackets(base, n):
    base.document("pages/p.md", "# Brackets\n\n" + "[" * (n // 2) + "a **b _c " * (n // 18))


@shape(PAGE // 5, "bytes of quotes within quotes")
def page_quotes(base, n):
    base.document("pages/p.md", "# Quotes\n\n" + until(n, lambda r: ">" * (r % 90) + f" {word(r)}\n"))


@shape(PAGE // 5, "bytes of footnotes and of what they are called by")
def page_footnotes(base, n):
    base.document(
        "pages/p.md",
        "# Notes\n\n"
        + until(n // 2, lambda r: f"{word(r)}[^{r}] ")
        + "\n\n"
        + until(n // 2, lambda r: f"[^{r}]: {word(r)}\n"),
    )


@shape(PAGE // 5, "bytes of addresses that links are called by")
def page_references(base, n):
    base.document(
        "pages/p.md",
        "# Links\n\n"
        + until(n // 2, lambda r: f"[{word(r)}][{r}] ")
        + "\n\n"
        + until(n // 2, lambda r: f"[{r}]: https://example.com/{r}\n"),
    )


@shape(PAGE // 5, "bytes of task lists in a report")
def page_tasks(base, n):
    base.incident(1, body="## Actions\n\n" + until(n, lambda r: f"- [ ] {words(r, 5)}\n"))


@shape(PAGE, "bytes of an incident's text, and as many in another one", query="nowhere to be found")
def long_incidents(base, n):
    base.incident(1, "services: [checkout-api]\n", paragraphs(n // 2, sentence))
    base.incident(2, "services: [checkout-api]\n", paragraphs(n // 2, lambda number: sentence(number * 2)))
