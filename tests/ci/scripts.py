"""Runs shellcheck on every script in a recipe: those of GitHub's steps, and those of GitLab's jobs.

Usage: scripts.py FILE
"""

import pathlib
import subprocess
import sys

from ruamel.yaml import YAML


def scripts(recipe):
    """The scripts of a recipe, each with a name."""
    jobs = recipe.get("jobs", {"": recipe.get("runs", {})})
    for job in jobs.values():
        for step in job.get("steps", []):
            if "run" in step:
                yield step.get("name", ""), step["run"]
    for name, job in recipe.items():
        if isinstance(job, dict):
            for part in ("before_script", "script"):
                if isinstance(job.get(part), list):
                    yield name, "\n".join(job[part])


def main():
    path = pathlib.Path(sys.argv[1])
    found = list(scripts(YAML(typ="safe").load(path)))
    if not found and "site" not in path.name:
        sys.exit(f"{path}: no scripts")
    program = pathlib.Path(sys.executable).with_name("shellcheck")
    for name, script in found:
        command = [program, "--shell=bash", "--enable=quote-safe-variables", "-"]
        # Both hosts end a script at its first failure.
        script = f"set -eo pipefail\n{script}"
        checked = subprocess.run(command, input=script, text=True, check=False)
        if checked.returncode:
            sys.exit(f"{path}: {name}")
    print(f"{path}: {len(found)} scripts")


main()
