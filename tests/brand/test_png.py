"""Logos as PNG: strangers' pictures enter; plain, small ones leave."""

from __future__ import annotations

import io
import struct
import zlib
from time import process_time

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from scorecard.brand import logo, png
from scorecard.brand.unfit import Unfit


def encoded(image: Image.Image, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **more)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    ("mode", "kept"), [("1", "RGB"), ("L", "RGB"), ("P", "RGB"), ("RGB", "RGB"), ("RGBA", "RGBA"), ("I;16", "RGB")]
)
def test_every_kind_of_picture_is_plain_afterwards(mode: str, kept: str) -> None:
    picture = Image.new("RGBA" if mode == "RGBA" else "RGB", (60, 30), (10, 90, 140, 120)[: len(mode) if mode == "RGBA" else 3])
    picture = Image.new("I;16", (60, 30)) if mode == "I;16" else picture.convert(mode)
    made, ratio = png.reencoded(encoded(picture))
    again = Image.open(io.BytesIO(made))
    assert (again.mode, again.size, ratio) == (kept, (60, 30), 2.0)
    if mode == "RGBA":
        assert again.getpixel((30, 15)) == (10, 90, 140, 120)


def test_nothing_but_the_picture_stays() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "made by a person at a place")
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>a person</x:xmpmeta>")
    written = (
        encoded(Image.new("RGB", (9, 9)), pnginfo=info, exif=b"Exif\0\0secret", icc_profile=b"profile")
        + b"<script>alert(1)</script>"
    )
    assert b"a person" in written
    made, _ = png.reencoded(written)
    assert {made[at : at + 4] for at in range(len(made)) if made[at : at + 4] in (b"tEXt", b"iTXt", b"eXIf", b"iCCP")} == set()
    assert b"script" not in made


def test_a_large_picture_becomes_small() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (1000, 1500, 3), dtype=np.uint8))
    made, ratio = png.reencoded(encoded(noise))
    assert ratio == 1.5
    assert max(Image.open(io.BytesIO(made)).size) == png.SIDES[-1]
    smooth = Image.linear_gradient("L").resize((3000, 2000))
    made, _ = png.reencoded(encoded(smooth))
    assert Image.open(io.BytesIO(made)).size == (1200, 800)


END = chunk(b"IEND", b"")


def bomb(width: int, height: int) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return png.MAGIC + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + END


UNFIT = {
    "pixels": [bomb(50_000, 50_000), bomb(2**31 - 1, 2**31 - 1), bomb(5000, 5000)],
    "png": [
        png.MAGIC, bomb(100, 100), bomb(0, 5),
        png.MAGIC + chunk(b"IHDR", b"short"),
        encoded(Image.new("RGB", (90, 90)))[:-30],
        bomb(3, 3).replace(END, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 100_000_000)) + END),
    ],
    "no-size": [encoded(Image.new("L", (1000, 2)))],
    "large": [png.MAGIC + b"\0" * png.MOST_BYTES],
}  # fmt: skip


@pytest.mark.parametrize(
    ("why", "data"), [(why, data) for why, every in UNFIT.items() for data in every], ids=lambda each: str(each)[:6]
)
def test_what_cannot_be_shown_says_why_and_soon(why: str, data: bytes) -> None:
    start = process_time()
    with pytest.raises(Unfit) as unfit:
        png.reencoded(data)
    assert unfit.value.why == why
    assert process_time() - start < 1


def test_a_logo_is_what_it_holds() -> None:
    assert logo.picture(encoded(Image.new("L", (4, 2))))[0].media == "image/png"
    drawing = b'\xef\xbb\xbf\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0"/></svg>'
    picture, dropped = logo.picture(drawing)
    assert (picture.media, picture.ratio, dropped) == ("image/svg+xml", 2.0, ())
    for other in (b"", b"GIF89a", b"\xff\xd8\xff\xe0", b"%PDF-1.7", b"\x1f\x8b<svg/>"):
        with pytest.raises(Unfit) as unfit:
            logo.picture(other)
        assert unfit.value.why == "logo-kind"
