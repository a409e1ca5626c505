"""What is wrong with a definition as a file and as YAML, in words.

Enters: nothing. Leaves: `WORDING`, by code.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

_YAML = (
    "Definitions are written in YAML, a plain text form of nested maps and lists. Indentation by blanks "
    "says what belongs to what."
)
_STRICT = "Programs that read YAML disagree on some spellings, so that the same file could mean two things. Those are refused."

WORDING: dict[str, Wording] = {
    # The file
    "definition-unreadable": Wording(
        "The definition cannot be opened",
        "The file '{file}' cannot be read: {said}.",
        "Check the name and that you may read the file.",
        "The definition is the YAML file that is named on the command line. It could not be opened.",
    ),
    "file-too-large": Wording(
        "The definition is too large",
        "The definition, with all that it extends, is larger than {most:,} bytes.",
        "Records belong in data files (CSV or XLSX) that the definition names under `datasets`.",
        "A definition describes a scorecard and names its data files; it is never large. Larger files are not read.",
    ),
    "empty-file": Wording(
        "The definition is empty",
        "There is nothing in this file.",
        "Begin with `scorecard:` and an id, then `datasets:`, `measures:` and `perspectives:`.",
        "A file without any key cannot be a scorecard.",
    ),
    "not-utf8": Wording(
        "The file is not UTF-8 text",
        "The byte {byte} on this line does not belong in UTF-8 text.",
        "Save the file as UTF-8: in most editors under 'Save as' or 'Encoding'.",
        "Definitions are read as UTF-8, the one encoding that holds every script. The file was written in another one.",
    ),
    # What it extends
    "extends-unknown": Wording(
        "No definition of that name ships",
        "No definition called '{name}' comes with this program.",
        "Did you mean {nearest}?\nThose that come with it: {known}.\n"
        "For the file beside this one, write its whole name: {beside}.",
        "`extends` names one other definition: one that ships by its name alone, one of yours by its path, "
        "with the ending (.yaml).",
    ),
    "extends-unreadable": Wording(
        "The extended definition cannot be opened",
        "The definition '{file}' cannot be read: {said}.",
        "Did you mean {nearest}?\nA path is relative to the file in which it is written. One that ships is named without ending.",
        "`extends` names one other definition, on which this one builds. It could not be opened.",
    ),
    "extends-circle": Wording(
        "Definitions that extend each other in a circle",
        "These definitions extend each other in a circle: {circle}.",
        "Remove one of the `extends`.",
        "A definition builds on another, and that perhaps on a third; somewhere one must stand by itself.",
    ),
    "extends-too-long": Wording(
        "Too many definitions extend each other",
        "More than {most} definitions are extended, one by the other.",
        "Join some of them into one file.",
        "A few definitions may build on each other. Long chains are hard to read.",
    ),
    "removed-but-used": Wording(
        "What is removed here is still used",
        "'{name}' is removed here, and still used at {users}.",
        "Remove or change what uses it too.",
        "An empty key removes what the extended definition says there. What is left must not need it.",
    ),
    "nothing-to-remove": Wording(
        "Nothing is said here, and nothing is there to remove",
        "'{key}' is empty, and what lies under this definition has no '{key}' that this could remove.",
        "Did you mean {nearest}?\nWrite a value, or delete the line.",
        "An empty key removes what the extended definition or a preset says under the same name in the same place. "
        "Otherwise it needs a value.",
    ),
    "control-character": Wording(
        "A hidden character",
        "The character {character} is not allowed here.",
        "Delete it; it is invisible, so delete and type again what stands around it.",
        "Control characters, and those that turn the direction of text, can make a file look different from what it says. "
        "They are refused, also when written as an escape. Joiners within Persian words are fine.",
    ),
    "more-problems": Wording(
        "There are more problems than are shown",
        "There are {count} more problems.",
        "Mend these first and check again.",
        "Beyond some hundred problems one mistake is usually behind most of them.",
    ),
    # YAML
    "yaml-syntax": Wording(
        "The YAML cannot be read",
        "This is not YAML: {said}.",
        "Look at this line and the one above: indentation, a missing colon, a quote or bracket left open.",
        _YAML,
    ),
    "yaml-indentation": Wording(
        "The indentation does not fit",
        "This line does not fit what stands above it.",
        "Keys of one map begin in the same column, and so do the dashes of a list. A text with quotes in it, or "
        "text after a closing quote, "
        "must be quoted as a whole.",
        _YAML,
    ),
    "yaml-tab": Wording(
        "A tab where blanks belong",
        "This line is indented with a tab.",
        "Indent with blanks; editors can turn tabs into blanks.",
        "YAML does not allow tabs for indentation, because they are not equally wide everywhere.",
    ),
    "yaml-colon": Wording(
        "A colon that is out of place",
        "A key cannot begin here.",
        "If the text holds a colon, put it in quotes. Else look whether the line is indented too far, or the line "
        "above lacks its colon.",
        _YAML,
    ),
    "yaml-no-colon": Wording(
        "A key without its colon",
        "Here a key lacks its colon.",
        "Write `key: value`, with a blank after the colon.",
        _YAML,
    ),
    "yaml-dash": Wording(
        "A dash that is out of place",
        "A list cannot begin here.",
        "Begin the list on the next line, or write it in brackets: [a, b].",
        _YAML,
    ),
    "yaml-open-quote": Wording(
        "A quote is left open",
        "The text that begins here has no closing quote.",
        "Close it with the same kind of quote. In a text in single quotes, an apostrophe is written twice.",
        _YAML,
    ),
    "yaml-open-bracket": Wording(
        "A bracket does not fit",
        "What begins here with a bracket is not closed, or lacks a comma.",
        "Close it with ] or }} and put commas between the parts.",
        _YAML,
    ),
    "yaml-needs-quotes": Wording(
        "A text that needs quotes",
        "A text cannot begin with {character}",
        "Put the whole text in quotes.",
        "Some characters have a meaning of their own in YAML when a text begins with them: @ ` % * & ! | > and brackets.",
    ),
    "yaml-escape": Wording(
        "A backslash that means nothing",
        "This backslash begins no known escape.",
        "Use single quotes, in which a backslash is just a backslash, or write it twice.",
        "In double quotes a backslash begins an escape such as \\n or \\u06F1.",
    ),
    "yaml-duplicate-key": Wording(
        "A key stands twice",
        "The key '{key}' stands already on line {line}.",
        "Remove one of the two, or give one another name.",
        "In one map every key stands once. Of two equal keys most programs silently take the last; here none is "
        "dropped in silence.",
    ),
    "yaml-ambiguous": Wording(
        "A spelling that may be read in two ways",
        "'{text}' means one thing to some YAML readers and another to others.",
        "Put it in quotes if it is text. Write true or false for yes or no, and numbers in plain decimal digits.",
        _STRICT
        + " Among them: yes, no, on, off; numbers with a leading zero, with underscores, with colons, 0x…; .inf and .nan.",
    ),
    "yaml-number-too-large": Wording(
        "A number too long to hold",
        "This number is too long or too large.",
        "If it is a code and not a number, put it in quotes.",
        "Numbers are held with about 16 digits. Longer ones would silently change.",
    ),
    "yaml-anchor": Wording(
        "YAML's shorthands are not read",
        "'{mark}' is a YAML anchor, alias or merge key, which definitions do not use.",
        "Write the part out where it is needed. A text that begins with & or * needs quotes.",
        "Anchors and aliases can make a small file enormous, and hide where a value comes from. Targets and rules "
        "are inherited in the "
        "tree instead: say them once, on the perspective or at the top.",
    ),
    "yaml-tag": Wording(
        "YAML's type marks are not read",
        "'{tag}' is a YAML tag, which definitions do not use.",
        "Remove it. A text that begins with an exclamation mark needs quotes.",
        "Tags can ask a program to make any kind of object from a file. Definitions hold text, numbers, maps and lists only.",
    ),
    "yaml-several-documents": Wording(
        "More than one document",
        "A second document begins here.",
        "Keep one scorecard to a file and remove this line.",
        "A line of three dashes begins a new YAML document. Only the first would be read, so a second is refused.",
    ),
    "yaml-key-not-text": Wording(
        "A key that is no text",
        "A key must be a text.",
        "Write `key: value`. A text that begins with a bracket or a question mark needs quotes.",
        "YAML allows lists, maps and nothing at all as keys. Definitions do not.",
    ),
    "yaml-too-deep": Wording(
        "Nested too deeply",
        "The parts are nested more than {most} deep.",
        "Make the tree of factors flatter.",
        "No sensible scorecard is so deep, and very deep files are a known way to crash programs.",
    ),
    "yaml-too-many-nodes": Wording(
        "Too many parts",
        "The definition, with all that it extends, has more than {most} parts.",
        "Records belong in data files that the definition names under `datasets`.",
        "A definition describes a scorecard; it does not hold the data.",
    ),
}
