"""Renders whence.svg as whence.png, whence.ico and whence.icns. Needs rsvg-convert and Pillow; run in this folder."""

import io
import subprocess

from PIL import Image


def rendered(size):
    command = ["rsvg-convert", "--width", str(size), "--height", str(size), "whence.svg"]
    return Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout)).convert("RGBA")


sizes = {size: rendered(size) for size in (16, 24, 32, 48, 64, 128, 256, 512, 1024)}
sizes[256].save("whence.png")
small = [sizes[size] for size in (16, 24, 32, 48, 64, 128)]
sizes[256].save("whence.ico", sizes=[(i.width, i.height) for i in small] + [(256, 256)], append_images=small)
sizes[1024].save("whence.icns", append_images=[sizes[size] for size in (16, 32, 64, 128, 256, 512)])
