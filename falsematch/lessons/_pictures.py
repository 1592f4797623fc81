"""Whether two pictures of a figure look the same, made on two computers or on two days."""

import io


def alike(one, other):
    """Whether two PNGs are of one size, with no more than a hair's breadth of pixels clearly apart.

    The same figure differs by a few shades at its edges from one computer to the next; a word that was
    changed differs in hundreds of pixels from white to black.
    """
    from PIL import Image, ImageChops

    pictures = [Image.open(io.BytesIO(png)).convert("L") for png in (one, other)]
    if pictures[0].size != pictures[1].size:
        return False
    apart = ImageChops.difference(*pictures).point(lambda grey: 255 if grey > 96 else 0)
    count = apart.histogram()[255]
    return count <= 1e-5 * apart.width * apart.height
