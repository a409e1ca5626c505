"""The summary's sentences, in Arabic."""

# ruff: noqa: E501  # sentences are kept on one line
from __future__ import annotations

MESSAGES: dict[str, str | dict[str, str]] = {
    "{best} gained most ({gain} points, to {high}), {worst} lost most ({loss} points, to {low}).": "أكبر ارتفاع في {best} ({gain} نقطة، إلى {high})، وأكبر تراجع في {worst} ({loss} نقطة، إلى {low}).",
    "{best} gained most ({gain} points, to {high}); only {worst} fell ({loss} points, to {low}).": "أكبر ارتفاع في {best} ({gain} نقطة، إلى {high})؛ ولم يتراجع سوى {worst} ({loss} نقطة، إلى {low}).",
    "{worst} lost most ({loss} points, to {low}); only {best} rose ({gain} points, to {high}).": "أكبر تراجع في {worst} ({loss} نقطة، إلى {low})؛ ولم يرتفع سوى {best} ({gain} نقطة، إلى {high}).",
    "{best} rose ({gain} points, to {high}), {worst} fell ({loss} points, to {low}).": "ارتفاع في {best} ({gain} نقطة، إلى {high}) وتراجع في {worst} ({loss} نقطة، إلى {low}).",
    "No perspective fell; {best} gained most ({gain} points, to {high}).": "لم يتراجع أي منظور؛ وأكبر ارتفاع في {best} ({gain} نقطة، إلى {high}).",
    "Every perspective rose, {best} most ({gain} points, to {high}).": "ارتفعت كل المناظير، وأكثرها {best} ({gain} نقطة، إلى {high}).",
    "No perspective rose; {worst} lost most ({loss} points, to {low}).": "لم يرتفع أي منظور؛ وأكبر تراجع في {worst} ({loss} نقطة، إلى {low}).",
    "Every perspective fell, {worst} most ({loss} points, to {low}).": "تراجعت كل المناظير، وأكثرها {worst} ({loss} نقطة، إلى {low}).",
    "No perspective moved by more than noise.": "لم يتغيّر أي منظور بأكثر من التذبذب العشوائي.",
    "No perspective moved.": "لم يتغيّر أي منظور.",
    "The 95% interval of the change runs from {low} to {high} points: these data cannot tell which way it went.": "فاصل الثقة ٩٥٪ لهذا التغير من {low} إلى {high} نقطة: لا تكفي هذه البيانات لمعرفة اتجاهه.",
    "The 95% interval of the change runs from {low} to {high} points.": "فاصل الثقة ٩٥٪ لهذا التغير من {low} إلى {high} نقطة.",
    "The 95% interval of the change runs from {low} to {high} points, so it is more than noise.": "فاصل الثقة ٩٥٪ لهذا التغير من {low} إلى {high} نقطة، فهو أكبر من التذبذب العشوائي.",
    "Its status is not certain: {status} is {chance} sure.": "حالتها ليست مؤكدة: «{status}» بثقة {chance}.",
    "{name} has none; it carries {share} of the total's weight.": "لا درجة للمقياس {name}، ووزنه {share} من الإجمالي.",
    "{names} have none; together they carry {share} of the total's weight.": "لا درجة للمقاييس {names}، ووزنها معًا {share} من الإجمالي.",
    "{names} and {number} others have none; together they carry {share} of the total's weight.": {
        "zero": "لا درجة للمقاييس {names} و{number} غيرها، ووزنها معًا {share} من الإجمالي.",
        "one": "لا درجة للمقاييس {names} ومقياس آخر ({number})، ووزنها معًا {share} من الإجمالي.",
        "two": "لا درجة للمقاييس {names} ومقياسين آخرين ({number})، ووزنها معًا {share} من الإجمالي.",
        "few": "لا درجة للمقاييس {names} و{number} مقاييس أخرى، ووزنها معًا {share} من الإجمالي.",
        "many": "لا درجة للمقاييس {names} و{number} مقياسًا آخر، ووزنها معًا {share} من الإجمالي.",
        "other": "لا درجة للمقاييس {names} و{number} مقياس آخر، ووزنها معًا {share} من الإجمالي.",
    },
}
