"""Runs a command, and writes its wall seconds and its peak memory: launcher.py REPORT PROGRAM [ARGUMENT...]

A small process of its own, for the operating system counts into a child's peak what its parent held when it
forked.
"""

import json
import os
import sys
import time

report, *command = sys.argv[1:]
began = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawn(command[0], command, os.environ), 0)
with open(report, "w", encoding="utf-8") as file:
    json.dump({"seconds": time.perf_counter() - began, "maxrss": usage.ru_maxrss}, file)
sys.exit(os.waitstatus_to_exitcode(status))
