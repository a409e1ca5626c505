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
    "templates-unreadable": Wording(
        "A template that cannot be read",
        "The template '{file}' cannot be read: {said}.",
        "See to its permissions, and that it is text in UTF-8.",
        _TEMPLATES,
    ),
    "templates-outside": Wording(
        "A template outside its folder",
        "The template '{file}' is a link that leads out of the folder of templates.",
        "Put the file itself into the folder.",
        _TEMPLATES,
    ),
    "templates-large": Wording(
        "Too many templates",
        "The templates in '{folder}' are too many or too large.\nAll together they may have {most}.",
        "Give a folder that holds nothing but templates.",
        _TEMPLATES,
    ),
    "templates-none": Wording(
        "A folder without templates",
        "The folder '{folder}' holds no template: neither a file that ends in .html nor one in style/ that ends in .css.",
        "Copy the template that you want to change from the program's own, such as sections/cover.html.",
        _TEMPLATES,
    ),
    "template-unused": Wording(
        "A template that nothing uses",
        "The template '{file}' has the name of none of ours, and none of yours refers to it.",
        "Did you mean {nearest}?\nName it after the template that it stands for, or include it in another.",
        _TEMPLATES,
    ),
    "template-syntax": Wording(
        "A template that is written wrongly",
        "The template language does not allow this: {said}",
        "Mend this line; Jinja's documentation explains the language.",
        _TEMPLATES,
    ),
    "template-unknown": Wording(
        "A template that asks for what is not there",
        "Something here is not known: {said}.",
        "Look into our own template of this section: it shows what there is.",
        _TEMPLATES,
    ),
    "template-forbidden": Wording(
        "A template that reaches too far",
        "A template may not do this: {said}",
        "Templates lay out what the page holds. They cannot reach the program behind it.",
        _TEMPLATES,
    ),
    "template-missing": Wording(
        "A template that refers to another which is not there",
        "There is no template '{name}'.",
        "Did you mean {nearest}?\nTemplates are named from their folder on, such as sections/cover.html; ours also as "
        "house/sections/cover.html.",
        _TEMPLATES,
    ),
    "template-failed": Wording(
        "A template that fails",
        "Here the template fails: {said}.",
        "Look into our own template of this section: it shows what each value is.",
        _TEMPLATES,
    ),
    "template-time": Wording(
        "A template that takes too long",
        "Here the template had taken all of its {seconds} seconds.",
        "Look for a loop that runs too often.",
        _TEMPLATES,
    ),
    "template-memory": Wording(
        "A template that takes too much memory",
        "Here the template took more memory than it may have, {most}.",
        "Look for a text that is repeated or joined too often.",
        _TEMPLATES,
    ),
    "template-size": Wording(
        "Templates that make too large a page",
        "The page that the templates make is larger than {most}.",
        "Look for a section that is included too often.",
        _TEMPLATES,
    ),
    "template-ended": Wording(
        "Templates that ended their process",
        "The process that renders the templates ended before it was done: it took too much time or memory at once.",
        "Take the templates away one by one to find the one that does it.",
        _TEMPLATES,
    ),
    "template-markup": Wording(
        "Templates that make what a report never holds",
        "The page that the templates make holds what a report never does: {what}.",
        "Take it out. A page may refer to parts of itself, to https: and mailto: addresses; pictures stand in it as data:; "
        "styles belong "
        "into style/*.css.",
        _TEMPLATES,
    ),
    "templates-heavy": Wording(
        "Templates whose PDF takes too much",
        "To lay out the PDF that the templates make takes more than {seconds} seconds or {most} of memory.",
        "Look for styles that make very many pages, or for a table without end.",
        _TEMPLATES,
    ),
}
