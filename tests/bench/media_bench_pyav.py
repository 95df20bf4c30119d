# SPDX-License-Identifier: GPL-3.0-or-later
"""Random access with PyAV, for comparison. Reads a frame number per line, writes the milliseconds that frame took."""
import sys
import time

import av


def main(path):
    with av.open(path) as container:
        times = sorted(p.pts for p in container.demux(video=0) if p.pts is not None)
    with av.open(path) as container:
        stream = container.streams.video[0]
        print("ready", flush=True)
        for line in sys.stdin:
            wanted = times[int(line)]
            begin = time.perf_counter()
            container.seek(wanted, stream=stream)
            for frame in container.decode(stream):
                if frame.pts == wanted:
                    frame.to_ndarray(format="rgb24")
                    break
            print(1000 * (time.perf_counter() - begin), flush=True)


main(sys.argv[1])
