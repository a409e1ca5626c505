"""What the words of an answer are worth: the usual labels of agreement, satisfaction, frequency, effort, likelihood and quality,
in English, Persian and Arabic, on scales of five and seven points.

Enters: a scale, and what the author adds. Leaves: label -> number. Labels are compared as `key` has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from scorecard.spelling import fold

_PUNCTUATION = re.compile(r"[\s\u200c\u200b.,;:!؟?،؛'’\"()«»_-]+")

_TWINS = str.maketrans("أإآةئ", "اااهی", "\u064b")  # spellings that people mix; the sign of -an
NOT_APPLICABLE = (
    "n/a", "na", "not applicable", "does not apply", "don't know", "do not know", "no opinion", "prefer not to say", "can't say",
    "نامرتبط", "موضوعیت ندارد", "مصداق ندارد", "نمی‌دانم", "نظری ندارم", "بدون نظر",
    "لا ينطبق", "غير منطبق", "لا أعرف", "لا رأي", "بدون رأي",
)  # fmt: skip
"""An answer that says that there is none: apart from a blank."""

FIVE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "agreement": (
        (
            "strongly disagree",
            "completely disagree",
            "totally disagree",
            "کاملا مخالفم",
            "کاملاً مخالفم",
            "کاملا مخالف",
            "لا أوافق بشدة",
            "أعارض بشدة",
            "غير موافق بشدة",
        ),
        ("disagree", "somewhat disagree", "مخالفم", "مخالف", "لا أوافق", "أعارض", "غير موافق"),
        (
            "neutral",
            "neither agree nor disagree",
            "undecided",
            "نظری ندارم نه موافقم نه مخالف",
            "نه موافقم نه مخالف",
            "نه موافق نه مخالف",
            "بی‌نظر",
            "ممتنع",
            "محايد",
            "لا أوافق ولا أعارض",
        ),
        ("agree", "somewhat agree", "موافقم", "موافق", "أوافق", "موافق"),
        (
            "strongly agree",
            "completely agree",
            "totally agree",
            "کاملا موافقم",
            "کاملاً موافقم",
            "کاملا موافق",
            "أوافق بشدة",
            "موافق بشدة",
        ),
    ),
    "satisfaction": (
        (
            "very dissatisfied",
            "very unsatisfied",
            "extremely dissatisfied",
            "خیلی ناراضی",
            "بسیار ناراضی",
            "کاملا ناراضی",
            "غير راض جدا",
            "غير راض تماما",
            "مستاء جدا",
        ),
        ("dissatisfied", "unsatisfied", "somewhat dissatisfied", "ناراضی", "غير راض", "مستاء"),
        ("neutral", "neither satisfied nor dissatisfied", "نه راضی نه ناراضی", "متوسط", "محايد"),
        ("satisfied", "somewhat satisfied", "راضی", "راض", "راضي"),
        ("very satisfied", "extremely satisfied", "خیلی راضی", "بسیار راضی", "کاملا راضی", "راض جدا", "راضي جدا", "راض تماما"),
    ),
    "frequency": (
        ("never", "هرگز", "هیچ وقت", "هیچ‌وقت", "أبدا", "مطلقا"),
        ("rarely", "seldom", "به ندرت", "به‌ندرت", "نادرا"),
        ("sometimes", "occasionally", "گاهی", "گاهی اوقات", "بعضی وقت‌ها", "أحيانا"),
        ("often", "usually", "frequently", "اغلب", "بیشتر وقت‌ها", "معمولا", "غالبا", "عادة"),
        ("always", "همیشه", "دائما"),
    ),
    "effort": (
        ("very low effort", "very easy", "خیلی آسان", "بسیار آسان", "سهل جدا"),
        ("low effort", "easy", "آسان", "سهل"),
        ("neutral", "neither easy nor difficult", "نه آسان نه سخت", "متوسط", "محايد"),
        ("high effort", "difficult", "hard", "سخت", "دشوار", "صعب"),
        ("very high effort", "very difficult", "very hard", "خیلی سخت", "بسیار سخت", "بسیار دشوار", "صعب جدا"),
    ),
    "likelihood": (
        ("very unlikely", "extremely unlikely", "خیلی بعید", "بسیار بعید", "غير محتمل جدا", "غير مرجح إطلاقا"),
        ("unlikely", "بعید", "غير محتمل", "غير مرجح"),
        ("neutral", "neither likely nor unlikely", "نه بعید نه محتمل", "محايد"),
        ("likely", "محتمل", "محتمل", "مرجح"),
        ("very likely", "extremely likely", "خیلی محتمل", "بسیار محتمل", "محتمل جدا", "مرجح جدا"),
    ),
    "quality": (
        ("very poor", "terrible", "خیلی ضعیف", "خیلی بد", "بسیار ضعیف", "ضعيف جدا", "سيئ جدا"),
        ("poor", "bad", "ضعیف", "بد", "ضعيف", "سيئ"),
        ("fair", "average", "okay", "متوسط", "متوسط", "مقبول"),
        ("good", "خوب", "جيد"),
        ("very good", "excellent", "خیلی خوب", "عالی", "بسیار خوب", "جيد جدا", "ممتاز"),
    ),
}
"""From the lowest answer to the highest. Effort counts what was asked of the customer: very easy is the least."""

SEVEN: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "agreement": (
        FIVE["agreement"][0], ("disagree", "مخالفم", "مخالف", "لا أوافق", "غير موافق"),
        ("somewhat disagree", "slightly disagree", "تا حدی مخالفم", "کمی مخالفم", "لا أوافق إلى حد ما", "غير موافق إلى حد ما"),
        FIVE["agreement"][2],
        ("somewhat agree", "slightly agree", "تا حدی موافقم", "کمی موافقم", "أوافق إلى حد ما", "موافق إلى حد ما"),
        ("agree", "موافقم", "موافق", "أوافق"), FIVE["agreement"][4],
    ),
    "satisfaction": (
        FIVE["satisfaction"][0], ("dissatisfied", "ناراضی", "غير راض"),
        ("somewhat dissatisfied", "slightly dissatisfied", "تا حدی ناراضی", "کمی ناراضی", "غير راض إلى حد ما"),
        FIVE["satisfaction"][2],
        ("somewhat satisfied", "slightly satisfied", "تا حدی راضی", "کمی راضی", "راض إلى حد ما"),
        ("satisfied", "راضی", "راض", "راضي"), FIVE["satisfaction"][4],
    ),
    "frequency": (
        ("never", "هرگز", "أبدا"), ("very rarely", "خیلی به ندرت", "نادرا جدا"), ("rarely", "به ندرت", "نادرا"),
        ("sometimes", "occasionally", "گاهی", "أحيانا"), ("often", "frequently", "اغلب", "غالبا"),
        ("very often", "usually", "خیلی وقت‌ها", "بیشتر وقت‌ها", "غالبا جدا", "عادة"), ("always", "همیشه", "دائما"),
    ),
    "effort": (
        ("extremely easy", "very easy", "خیلی آسان", "بسیار آسان", "سهل جدا"), ("easy", "آسان", "سهل"),
        ("somewhat easy", "slightly easy", "تا حدی آسان", "سهل إلى حد ما"),
        ("neutral", "neither easy nor difficult", "نه آسان نه سخت", "محايد"),
        ("somewhat difficult", "slightly difficult", "تا حدی سخت", "صعب إلى حد ما"), ("difficult", "hard", "سخت", "صعب"),
        ("extremely difficult", "very difficult", "خیلی سخت", "بسیار سخت", "صعب جدا"),
    ),
}  # fmt: skip


def key(text: str) -> str:
    """A label as it is compared: without capitals, punctuation, half-spaces, doubled spaces and twins of letters."""
    folded = fold(text.lower(), True).translate(_TWINS)
    return _PUNCTUATION.sub(" ", folded).strip()


def known(low: float, high: float, given: str | Mapping[str, float] | None = None) -> dict[str, float]:
    """What each label is worth on a scale: of one family, or of all where none is named, with the author's own above them.
    A label that two families would value differently is left out, unless the family is named."""
    families = {5: FIVE, 7: SEVEN}.get(int(high - low) + 1, {})
    named = [given] if isinstance(given, str) else list(families)
    found: dict[str, float] = {}
    unclear: set[str] = set()
    for family in named:
        for step, words in enumerate(families.get(family, ())):
            for label in map(key, words):
                if found.setdefault(label, low + step) != low + step:
                    unclear.add(label)
    found = {label: value for label, value in found.items() if label not in unclear}
    if isinstance(given, Mapping):
        found |= {key(label): float(value) for label, value in given.items()}
    return found
