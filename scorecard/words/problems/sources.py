"""What stands between a definition and its files, in words.

Enters: nothing. Leaves: the wording of each code of `sources/`.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "file-missing": Wording(
        "A file that is not there",
        "There is no file “{file}”.\nIs it {nearest}?",
        "Put the file there, or correct the name. A path is read from the definition’s own folder.",
        "Data files are named by their path from the folder in which the definition lies. Capital letters and the ending "
        "(.csv, .xlsx) belong to the name.",
    ),
    "file-kind-unknown": Wording(
        "A file of a kind that is not read",
        "“{file}” ends in “{suffix}”, which is not a kind of file that is read here.",
        "Save it as one of {known}. In Excel: File, Save as, Excel workbook or CSV UTF-8.",
        "Data are read from CSV text, JSON, Excel workbooks (.xlsx), Parquet files and SQLite databases. Old Excel files (.xls), "
        "OpenDocument and others must be saved anew.",
    ),
    "file-not-its-kind": Wording(
        "A file that is not what its name says",
        "“{file}” ends in “{suffix}”, but holds something else ({found}).",
        "Open it in the program that made it and save it as CSV or as an Excel workbook; renaming is not enough.",
        "The first bytes of a file tell what it is. Some programs write a web page, an old Excel file or packed data under "
        "another ending.",
    ),
    "file-unreadable": Wording(
        "A file that cannot be read",
        "“{file}” cannot be read: {reason}.",
        "See that it opens in the program that made it, is not protected, and may be read by you; then save it again.",
        "The file is there, but its content is damaged, protected by a password, or closed to you.",
    ),
    "file-empty": Wording(
        "A file without a header",
        "“{file}” holds no row at all.",
        "The first row that is not empty must name the columns. If the data are in another sheet, name it with `sheet:`.",
        "Every file of records begins with a row of column names. In this one nothing was found.",
    ),
    "sheet-unknown": Wording(
        "A sheet that the workbook lacks",
        "“{file}” has no sheet “{sheet}”.\nDid you mean {nearest}?\nIts sheets: {sheets}.",
        "Write the sheet’s name exactly as on its tab, or leave `sheet:` out to read the first one.",
        "A workbook may hold several sheets; `sheet:` says which one to read.",
    ),
    "sheet-too-large": Wording(
        "A workbook beyond all bounds",
        "“{file}” unpacks to more than a workbook can sensibly hold.",
        "Save the data as CSV. If the sheet looks small, delete the rows and columns beyond the data and save again.",
        "A small workbook may unpack to gigabytes, by accident or by design. Such a one is refused before it is unpacked.",
    ),
    "column-missing": Wording(
        "A column that the file lacks",
        "“{file}” has no column “{column}”.\nDid you mean {nearest}?\nIt has: {found}.",
        "Correct the name, or map the file’s header to it: `columns: {{{column}: header in the file}}`.",
        "A name in a formula, or in a setting of the dataset, must be a header of the dataset’s file, a name given under "
        "`columns`, or a column that a lookup adds. Capital letters count.",
    ),
    "column-ambiguous": Wording(
        "A header that stands twice",
        "“{file}” has {count} columns named “{column}”, so it is not clear which is meant.",
        "Rename one of them in the file.",
        "Headers must tell the columns apart, at least those that the definition uses.",
    ),
    "column-types-differ": Wording(
        "A column used in two ways",
        "“{column}” is used as {type} here and as {other} at {where}.",
        "Use it in one way. Numbers are compared without quotation marks (`rating >= 4`), texts with them (`stage = 'won'`).",
        "A column is read once, as numbers, texts, dates, or true and false. What it is follows from how formulas and "
        "settings use it.",
    ),
    "column-given-twice": Wording(
        "A column that comes from two places",
        "In “{dataset}” the column “{column}” comes from here and from `{other}`.",
        "Remove one of the two, or map the other under a new name.",
        "A name may come from `columns` or from one lookup, not from several: the numbers would hang on which one won.",
    ),
    "date-pattern-unknown": Wording(
        "A way of writing dates that is not understood",
        "“{pattern}” is not a pattern of dates: “{part}” says nothing, or day, month and year are not there once each.",
        "Use `iso` (2025-03-21), `jalali` (1404/01/01), `hijri` (1446/09/21), or a pattern of d, M or MMM, yy or yyyy "
        "and, with a time, H, mm, ss: "
        "`d/M/yyyy`, `d-MMM-yy`, `yyyy-MM-dd HH:mm`.",
        "d is the day, M the month as a number, MMM its English short name, MMMM its English name, yy and yyyy the year, "
        "H the hour "
        "(h with a for am and pm), m minutes, s seconds. Everything that is not a letter stands for itself.",
    ),
    "lookup-key-not-unique": Wording(
        "A lookup whose key is not unique",
        "“{file}” has several rows for the same {key}: {examples}.\nKeys that stand more than once: {count}.",
        "Remove the doubled rows from “{file}”, or add columns to `key` that tell them apart.",
        "A lookup adds columns to every record by its key. Were a key to stand twice, records would be doubled and every "
        "sum wrong.",
    ),
    "level-nowhere": Wording(
        "A level that no dataset knows",
        "No dataset has a column “{level}”.\nDid you mean {nearest}?\nThere are: {found}.",
        "Name the levels under `entities` as the columns are named, or map them under the datasets’ `columns`.",
        "Each level of the entities is a column of the records. A dataset may lack it and then has no numbers at that "
        "level, but "
        "at least one must have it.",
    ),
    "entered-without-measure": Wording(
        "Typed-in values without a measure",
        "“{file}” has a column “value”, but none “measure” that says of what.\nIt has: {found}.",
        "Name the columns measure, period and value (and the levels), or give each measure a column of its own.",
        "Typed-in values come in two shapes: a row per value, with the columns measure, period, the levels and value; or "
        "a column "
        "per measure, with period and the levels beside.",
    ),
    "rows-misshapen": Wording(
        "Rows with too few or too many cells",
        "“{file}” has rows without the {width} cells of its header, far too long, or not proper text; left out: {count}. "
        "By line — {examples}.",
        "Look at these lines: often a text holds the separator or a line break without quotation marks around it.",
        "A row of a CSV file must have as many cells as its header. In a row that has not, no cell can be trusted. Such rows "
        "are counted and shown, and nothing of them is used. Where a quotation mark is opened and not closed within a thousand "
        "lines, its line is left out.",
    ),
    "cells-unreadable": Wording(
        "Cells that cannot be read",
        "“{column}” of “{file}” has cells that cannot be read as {type} and count as blank: {count}.\n"
        "Dates are expected as {form}.\n"
        "These look like {likely}.\n"
        "By row — {examples}.",
        "Say how they are written: `dates: {{{column}: {example}}}`.\n"
        "Correct them in the source, list what means “no answer” under `blank`, or say under `dates` or `values` how to "
        "read them.",
        "A cell that cannot be read is never guessed at. Numbers may be written 1234.5, 1,234.5, 12%, (5), with Persian "
        "or Arabic "
        "digits, with a currency; 1,5 and 10k are not guessed. A decimal comma must be made a point in the source. A formula "
        "of a workbook that was never computed (=…) has no value: open the workbook in Excel and save it.",
    ),
    "encoding-guessed": Wording(
        "Letters of an old encoding",
        "“{file}” is not written in UTF-8; it was read as {encoding}.",
        "See that names come out right in the report. Better: save the file anew as “CSV UTF-8”.",
        "Older programs write letters beyond A to Z in a way that the file itself does not tell. It was guessed from the "
        "letters: "
        "cp1256 is the Windows encoding of Arabic and Persian, cp1252 that of Western Europe.",
    ),
    "dates-look-jalali": Wording(
        "Dates that look like Jalali ones",
        "“{column}” of “{file}” begins with {first} and ends with {last}: these look like Jalali years.",
        "If they are, say so: `dates: {{{column}: jalali}}`.",
        "A date such as 1403-05-12 is also a date of the Middle Ages. Unless `dates` says otherwise, it is read as that.",
    ),
    "values-unmapped": Wording(
        "Texts that no value maps",
        "“{column}” of “{file}” has texts that `values` does not map: {examples}.\nThey stay as they are. Cells: {count}; "
        "texts: {texts}.",
        "Add them to the lists under `values`, or leave them if they are right.",
        "`values` translates the source’s texts to those that formulas use. A text that it does not name is kept and may "
        "be missed by a condition such as stage = 'won'. Where `values` but mends misspellings, only texts that look like one "
        "more are told.",
    ),
    "lookup-keys-missing": Wording(
        "Records that a lookup does not know",
        "“{dataset}” has rows whose key “{file}” lacks: {examples}.\nTheir {columns} stay blank. Rows: {count}; keys: {keys}.",
        "Add the keys to “{file}”, or write them the same way in both files (`values` may map one to the other).",
        "What a lookup should have added stays blank for these rows: they count in totals and are shown as unassigned.",
    ),
    "entered-columns-unnamed": Wording(
        "Typed-in columns that no measure names",
        "“{file}” has columns that are no measure with `entered: true`: {names}.\nDid you mean {nearest}?",
        "Correct their names, or remove them. Measures to type in: {measures}.",
        "Where typed-in values stand in a column per measure, each column must bear a measure’s id, or be `period` or a level.",
    ),
    "entered-measures-unknown": Wording(
        "Typed-in values that no measure asks for",
        "“{file}” holds values of measures that are not to be typed in here: {names}.\nDid you mean {nearest}?",
        "Correct their names. Measures to type in: {measures}.",
        "Only measures with `entered: true` that some perspective uses take typed-in values; others are left aside.",
    ),
    "entered-twice": Wording(
        "Values typed in twice, and differently",
        "“{file}” gives the same value more than once, with different numbers, so none of them is taken: "
        "{examples}.\nCount: {count}.",
        "Keep the right one and delete the others.",
        "For one measure, period and entity there can be one value. Where two contradict each other, neither is believed, "
        "and the "
        "value is missing.",
    ),
    "entered-percent-large": Wording(
        "Percentages above 150%",
        "“{file}” has values above 1.5, that is 150%, for measures in percent. By row — {examples}.\nCount: {count}.",
        "Write 45% or 0.45 for forty-five percent.",
        "Values are kept in natural units: 0.45 is 45%, and 45 is 4500%. It is taken as typed.",
    ),
    "unpacks-to-too-much": Wording(
        "A packed file beyond all bounds",
        "“{file}” unpacks to far more than records can.",
        "Unpack it yourself and look at it; if it is right, name the unpacked file.",
        "A small packed file may unpack to very many gigabytes, by accident or by design. Such a one is given up half way: "
        "beyond a gigabyte, at a hundred times the file’s own size.",
    ),
    "too-many-columns": Wording(
        "A file of too many columns",
        "“{file}” has more than {most} columns.",
        "See that it is a table with a row for each record. If rows and columns are exchanged, turn it around before saving it.",
        "A table of records has some dozens of columns, at times some hundreds. A file of very many is mostly no such table.",
    ),
    "line-too-long": Wording(
        "A line beyond all bounds",
        "“{file}” has a line or a cell of more than sixteen million letters.",
        "See that the file has line ends, and that quotation marks are closed.",
        "Such a line is no record. Most often a quotation mark is opened and never closed, or the line ends were lost.",
    ),
    "copy-failed": Wording(
        "No room for a temporary copy",
        "A temporary copy of “{file}” cannot be written: {reason}.",
        "Make room on the disk that holds temporary files, or save the file as CSV UTF-8 or Parquet, which need no copy.",
        "Some kinds of files are copied to a temporary folder before they are read. The copy is removed at once; nothing else "
        "is written.",
    ),
    "copy-too-large": Wording(
        "A table that never ends",
        "“{file}” yields more records than can sensibly be read.",
        "If it is a view, see that it ends. Else save the data as Parquet.",
        "A view of a database may make records without end from nothing. Reading is given up at sixteen "
        "thousand million letters.",
    ),
    "memory-short": Wording(
        "Too little memory",
        "There is not enough memory to read “{file}”.",
        "Close other programs, or save the file as Parquet, of which only the columns in use are read.",
        "What is used of a file is held in memory while measures are computed.",
    ),
    "file-changed": Wording(
        "A file that changed while it was read",
        "“{file}” changed while it was read, so its numbers would be a mixture.",
        "Run again when no other program is writing to it.",
        "Every number must come from one state of the data, the one whose fingerprint the report names. So a file must "
        "stay as it is from the beginning of a run to its end.",
    ),
    "sheet-without-workbook": Wording(
        "A sheet of a file that has none",
        "“{file}” is no Excel workbook, so it has no sheet “{sheet}”.",
        "Remove `sheet:`, or name the workbook.",
        "`sheet:` says which sheet of a workbook to read. Other files have but one table.",
    ),
    "table-without-database": Wording(
        "A table of a file that has none",
        "“{file}” is no database, so it has no table “{table}”.",
        "Remove `table:`, or name the database.",
        "`table:` says which table or view of a database to read. Other files have but one.",
    ),
    "table-unsaid": Wording(
        "A database without word of which table",
        "“{file}” is a database, and it is not said which of its tables is meant.\nIts tables: {tables}.",
        "Say it: `table: name`.",
        "Only where a database has one table, that is taken.",
    ),
    "table-unknown": Wording(
        "A table that the database lacks",
        "“{file}” has no table “{table}”.\nDid you mean {nearest}?\nIts tables: {tables}.",
        "Write the name exactly as in the database.",
        "`table:` names a table or view of a database. Tables that are programs (such as indices of full text) are not read.",
    ),
    "json-damaged": Wording(
        "JSON that is no list of records",
        "“{file}” cannot be read from record {record} on.",
        "It must be a list of flat objects, `[{{\"amount\": 5}}, …]`, or one such object on each line.",
        "A record is an object with names and single values. Reading stops where something else stands, where a bracket or a "
        "comma is missing, or where the file was cut off.",
    ),
    "url-unset": Wording(
        "A database whose address is not told",
        "The environment variable {variable} is not set, so it is not known where the database is.",
        "Set it before you run: `export {variable}=sqlite:///path/to/file.sqlite`.",
        "Addresses of databases may hold passwords and thus stand in an environment variable, not in the definition.",
    ),
    "url-unknown": Wording(
        "An address that is not understood",
        "The environment variable {variable} holds no address of a kind that is read.",
        "Write `sqlite:///path/to/file.sqlite` (of an absolute path, with four slashes). For other databases, export the "
        "table to CSV or Parquet.",
        "So far SQLite databases are read. What the variable holds is never shown, as it may be secret.",
    ),
    "url-nowhere": Wording(
        "An address that leads to no database",
        "The environment variable {variable} leads to no SQLite database that can be read.",
        "See that the file is there, that it is a database and that you may read it. A path that does not begin with a slash is "
        "counted from the folder of the definition.",
        "What the variable holds is never shown, as it may be secret.",
    ),
    "entered-periods-nowhere": Wording(
        "Typed-in columns for no period",
        "“{file}” has no column like “{header}” with a period in the place of {{period}}.\nIt has: {found}.",
        "Write the heading as in the file, with {{period}} where the period stands: `columns: {{{column}: le_{{period}}}}` for "
        "le_2020, le_2021.",
        "Where a file of typed-in values has a column for each measure and period, `columns` gives the headings’ pattern. The "
        "period is written as elsewhere in the scorecard: 2025, 2025-Q1, 2025-03.",
    ),
    "entered-periods-unclear": Wording(
        "Headings without a clear period",
        "“{file}” has columns whose headings begin and end like those of a measure, with no period between: {names}.\nThey are "
        "left out. Count: {count}.",
        "Write periods as elsewhere in the scorecard: 2025, 2025-Q1, 2025-03.",
        "In `columns`, {period} stands for a period of the scorecard’s calendar. What is none is not guessed at.",
    ),
    "entered-entity-incomplete": Wording(
        "Typed-in values for no entity",
        "“{file}” has rows whose levels do not belong together; they are left out. By row — {examples}.\nHierarchies: "
        "{hierarchies}.\nCount: {count}.",
        "Fill in all levels from the first of a hierarchy down to the one meant, and no others; none for the total.",
        "A branch is known by its region and its own name, so a row for a branch names both. The levels that are filled say "
        "which entity a value is for.",
    ),
    "times-in-utc": Wording(
        "Times of the world’s clock",
        "“{column}” of “{file}” holds moments without their place; their days are those of UTC.",
        "If days matter near midnight, save the local time instead.",
        "A Parquet file may keep moments by the world’s clock, and not the clock on the wall where something happened. They are "
        "read the same on every machine, by UTC.",
    ),
}  # fmt: skip
