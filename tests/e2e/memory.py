"""
Which of these processes still has a text in memory: prints their numbers and the place.

    memory.py FILE PID...       FILE: the text, its first line
"""
import sys

with open(sys.argv[1], "rb") as f:
    text = f.readline().rstrip(b"\n")
if len(text) < 8:
    sys.exit("the text is too short to be told from others")
found = 0
for pid in sys.argv[2:]:
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in maps:
            area, mode, *rest = line.split()
            if mode[:2] != "rw":
                continue
            start, end = (int(x, 16) for x in area.split("-"))
            try:
                mem.seek(start)
                data = mem.read(end - start)
            except OSError:
                continue
            at = data.find(text)
            if at >= 0:
                found += 1
                print(pid, hex(start + at), rest[-1], data[max(at - 40, 0):at + len(text) + 20])
sys.exit(1 if found else 0)
