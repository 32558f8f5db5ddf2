"""Both loss curves as an SVG. Run: python plot.py FOLDER ../../docs/loss-curve.svg"""

import json
import sys
from pathlib import Path

folder = Path(sys.argv[1])
ours, peft = (json.loads((folder / name).read_text()) for name in ["ours.json", "peft.json"])
low, high = min(ours + peft), max(ours + peft)
width, height, left, top = 640, 300, 52, 16


def at(step, loss):
    return left + step * (width - left - 16) / (len(ours) - 1), top + (high - loss) * (height - top - 40) / (high - low)


path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(i, loss) for i, loss in enumerate(ours)))
dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in (at(i, loss) for i, loss in enumerate(peft)))
ticks = "".join(
    f'<text x="{left - 8}" y="{at(0, low + (high - low) * k / 4)[1] + 4:.0f}" text-anchor="end">{low + (high - low) * k / 4:.2f}</text>'
    for k in range(5))
steps = "".join(f'<text x="{at(i, low)[0]:.0f}" y="{height - 20}" text-anchor="middle">{i + 1}</text>'
                for i in range(0, len(ours), 5))
Path(sys.argv[2]).write_text(
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
    f'<rect width="{width}" height="{height}" fill="white"/>{ticks}{steps}'
    f'<g fill="none" stroke="#d95f02" stroke-width="1.5">{dots}</g>'
    f'<polyline points="{path}" fill="none" stroke="#1b6ca8" stroke-width="2"/>'
    f'<text x="{width - 20}" y="30" text-anchor="end"><tspan fill="#1b6ca8">— ours</tspan>'
    f'<tspan dx="12" fill="#d95f02">○ PEFT</tspan></text>'
    f'<text x="{width / 2}" y="{height - 4}" text-anchor="middle">step (loss a token)</text></svg>\n')
print("largest difference", max(abs(a - b) for a, b in zip(ours, peft)))
