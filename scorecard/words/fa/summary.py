"""The summary's sentences, in Persian."""

# ruff: noqa: E501  # sentences are kept on one line
from __future__ import annotations

MESSAGES: dict[str, str | dict[str, str]] = {
    "{best} gained most ({gain} points, to {high}), {worst} lost most ({loss} points, to {low}).": "بیشترین رشد را {best} داشت ({gain} امتیاز، تا {high}) و بیشترین افت را {worst} ({loss} امتیاز، تا {low}).",
    "{best} gained most ({gain} points, to {high}); only {worst} fell ({loss} points, to {low}).": "بیشترین رشد را {best} داشت ({gain} امتیاز، تا {high})؛ تنها {worst} پایین آمد ({loss} امتیاز، تا {low}).",
    "{worst} lost most ({loss} points, to {low}); only {best} rose ({gain} points, to {high}).": "بیشترین افت را {worst} داشت ({loss} امتیاز، تا {low})؛ تنها {best} بالا رفت ({gain} امتیاز، تا {high}).",
    "{best} rose ({gain} points, to {high}), {worst} fell ({loss} points, to {low}).": "{best} بالا رفت ({gain} امتیاز، تا {high}) و {worst} پایین آمد ({loss} امتیاز، تا {low}).",
    "No perspective fell; {best} gained most ({gain} points, to {high}).": "هیچ منظری پایین نیامد؛ بیشترین رشد را {best} داشت ({gain} امتیاز، تا {high}).",
    "Every perspective rose, {best} most ({gain} points, to {high}).": "همهٔ منظرها بالا رفتند، {best} بیش از همه ({gain} امتیاز، تا {high}).",
    "No perspective rose; {worst} lost most ({loss} points, to {low}).": "هیچ منظری بالا نرفت؛ بیشترین افت را {worst} داشت ({loss} امتیاز، تا {low}).",
    "Every perspective fell, {worst} most ({loss} points, to {low}).": "همهٔ منظرها پایین آمدند، {worst} بیش از همه ({loss} امتیاز، تا {low}).",
    "No perspective moved by more than noise.": "تغییر هیچ منظری از نوسان تصادفی بیشتر نبود.",
    "No perspective moved.": "هیچ منظری تغییر نکرد.",
    "The 95% interval of the change runs from {low} to {high} points: these data cannot tell which way it went.": "بازهٔ اطمینان ۹۵٪ این تغییر از {low} تا {high} امتیاز است: این داده‌ها نمی‌توانند بگویند تغییر به کدام سو بوده است.",
    "The 95% interval of the change runs from {low} to {high} points.": "بازهٔ اطمینان ۹۵٪ این تغییر از {low} تا {high} امتیاز است.",
    "The 95% interval of the change runs from {low} to {high} points, so it is more than noise.": "بازهٔ اطمینان ۹۵٪ این تغییر از {low} تا {high} امتیاز است؛ پس از نوسان تصادفی بیشتر است.",
    "Its status is not certain: {status} is {chance} sure.": "وضعیت آن قطعی نیست: «{status}» با اطمینان {chance}.",
    "{name} has none; it carries {share} of the total's weight.": "{name} امتیازی ندارد و {share} از وزن کل را دارد.",
    "{names} have none; together they carry {share} of the total's weight.": "{names} امتیازی ندارند و با هم {share} از وزن کل را دارند.",
    "{names} and {number} others have none; together they carry {share} of the total's weight.": "{names} و {number} سنجهٔ دیگر امتیازی ندارند و با هم {share} از وزن کل را دارند.",
}
