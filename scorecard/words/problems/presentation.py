"""What is wrong with a client's look of the report, in words: logo, colours, fonts, templates.

Enters: nothing. Leaves: `WORDING`, by code.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

_LOGO = (
    "The logo is written anew from shapes, fills and Latin text, so that nothing in it runs or loads anything in a reader's "
    "browser. "
    "PNG pictures are decoded and encoded anew."
)
_FONT = (
    "Fonts are read and written anew with the letters, figures and signs that a report needs, and go into the PDF and, as far as "
    "they are small enough, into the HTML."
)
_TEMPLATES = (
    "Your own templates stand for ours of the same name. They are rendered in a process of its own, which may take only so much "
    "time and memory and can open neither files nor connections; what they make may not run or load anything."
)
_DRAWN_ANEW = "Open it in a drawing program and save it as plain SVG, or give a PNG."

WORDING: dict[str, Wording] = {
    "brand-unreadable": Wording(
        "A file of the brand that cannot be read",
        "The file '{file}' cannot be read: {said}.",
        "Did you mean {nearest}?\nPut the file there, or mend its path.",
        "Logo and fonts are files below the scorecard's folder. They are read when the scorecard is.",
    ),
    "brand-large": Wording(
        "A file of the brand that is too large",
        "The file '{file}' is larger than {most}.",
        "Give a smaller one: a logo needs no more than 1200 pixels, a font no more than the scripts of your reports.",
        "All that a brand holds goes into every report. So its files have limits.",
    ),
    "brand-logo-kind": Wording(
        "A logo that is no picture we know",
        "The file '{file}' is neither SVG nor PNG.",
        "Save the logo as SVG or PNG. A changed ending does not change what a file is.",
        _LOGO,
    ),
    "brand-png": Wording(
        "A PNG that is damaged",
        "The file '{file}' begins as a PNG and cannot be decoded.",
        "Export the logo anew.",
        _LOGO,
    ),
    "brand-pixels": Wording(
        "A logo of too many pixels",
        "The picture '{file}' has more than {most} pixels.\nIt says {pixels}.",
        "Scale it down to some 1200 pixels.",
        _LOGO,
    ),
    "brand-xml": Wording(
        "An SVG that is no sound XML",
        "The file '{file}' is no sound XML: {said}, in line {line}.",
        _DRAWN_ANEW,
        _LOGO,
    ),
    "brand-entities": Wording(
        "An SVG with definitions of its own",
        "The file '{file}' defines entities in its document type, which could unfold without end.",
        _DRAWN_ANEW,
        _LOGO,
    ),
    "brand-no-svg": Wording(
        "A file that is no SVG",
        "The file '{file}' is XML, but its first element is not `svg`.",
        "Save the logo as SVG or PNG.",
        _LOGO,
    ),
    "brand-elaborate": Wording(
        "An SVG that is too elaborate",
        "The drawing '{file}' has too many parts, is nested too deeply, or refers to itself.",
        "Simplify it in a drawing program, or give a PNG.",
        _LOGO,
    ),
    "brand-no-size": Wording(
        "A logo without a usable size",
        "The picture '{file}' has no width and height that could be used.",
        "Give the drawing a `viewBox` with a width and a height; neither side may be fifty times the other.",
        _LOGO,
    ),
    "brand-nothing": Wording(
        "A logo in which nothing is left to show",
        "In the drawing '{file}' nothing is left to show once what could do harm is out.",
        "Convert text and effects into shapes (paths), or give a PNG.",
        _LOGO,
    ),
    "brand-logo-changed": Wording(
        "A logo of which parts were left out",
        "Of the logo '{file}' these parts were left out: {dropped}.",
        "Look at the logo in the report. If something is missing, convert text and effects into shapes (paths), or give a PNG.",
        _LOGO,
    ),
    "brand-contrast": Wording(
        "A colour that was darkened",
        "The colour {asked} has a contrast of {has} to white and is hard to read; {shown} is used, which has {least}.",
        "Give the darker colour of your house style that is meant for text.",
        "Text needs a contrast of 4.5 to the paper, and what is drawn of 3 (WCAG 2.2). A colour that has less is darkened "
        "until it "
        "has that, its hue kept. On a dark screen a lighter one of the same hue is used. The colours of statuses never change.",
    ),
    "brand-font-kind": Wording(
        "A font file of another kind",
        "This file is neither TrueType nor OpenType.",
        "Give the .ttf or .otf file; fonts for the web (.woff, .woff2) and collections (.ttc) must be converted first.",
        _FONT,
    ),
    "brand-font": Wording(
        "A font file that is damaged",
        "This font cannot be read, holds no letters, or takes too much to read.",
        "Get the file anew from where the font comes from.",
        _FONT,
    ),
    "brand-font-restricted": Wording(
        "A font that forbids to be embedded",
        "The font '{family}' says of itself that it must not be embedded in documents.",
        "Make sure that your licence allows it: reports embed their fonts.",
        _FONT,
    ),
    "brand-font-not-in-html": Wording(
        "A font that is not in the HTML",
        "The font '{family}' is too large for the HTML, whose fonts may have {most} in all; there another one stands in.",
        "Give fewer or plainer files, such as a regular and a bold one. The PDF has the font in any case.",
        _FONT,
    ),
}
