# seeds.py - runs test programs with seeds that nobody chose
# SPDX-License-Identifier: LGPL-2.1-or-later
"""seeds.py [--runs N] PROGRAM...

Runs each program of the GLib test framework N times with random seeds and prints
the command of each run that failed, and its end.
"""

import argparse
import concurrent.futures
import os
import secrets
import subprocess
import sys

LINES = 20
SECONDS = 300


def run(command):
    """What a run that failed had printed, or nothing."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=SECONDS, errors="replace", check=False)
    except subprocess.TimeoutExpired:
        return f"no end after {SECONDS} s"
    if done.returncode == 0:
        return None
    return f"exit status {done.returncode}\n" + "\n".join(done.stdout.splitlines()[-LINES:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("programs", nargs="+")
    args = parser.parse_args()

    commands = [[program, f"--seed=R02S{secrets.token_hex(16)}"]
                for program in args.programs for _ in range(args.runs)]
    n_failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for command, failure in zip(commands, pool.map(run, commands)):
            if failure is not None:
                n_failed += 1
                print("FAILED", *command)
                print(failure, flush=True)
    print(f"{len(commands) - n_failed} of {len(commands)} runs passed")
    sys.exit(1 if n_failed else 0)


if __name__ == "__main__":
    main()
