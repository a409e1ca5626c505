"""What the words of an answer are worth: the usual labels of agreement, satisfaction, frequency, effort, ease, likelihood,
quality and degree, in English, Persian and Arabic, on scales of five and seven points; and words that say "no answer".

Enters: a scale, and what the author adds. Leaves: label -> number. Labels are compared as `key` has them; what `key` does is
told as letters (`SPELLINGS`), so that the engine can do the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from scorecard.spelling import DIGITS, LETTERS, MARKS, SPACES

Scale = tuple[tuple[str, ...], ...]
"""Labels step by step, from the lowest answer to the highest."""

_GAPS = '\t\n\v\f\r\u200b\u200c\u200d\u3000.,;:!؟?،؛…"“”«»()[]{}<>/\\|*•·_-\u2010\u2011\u2012–—−=~'
_SILENT = "'’‘ʼ`´" + "\u0640" + "".join(map(chr, range(0x064B, 0x0656))) + "\u0670" + MARKS  # tatweel, tashkeel, invisible
_TWINS = ("أإآٱةۀئؤ", "ااااههیو")  # spellings that people mix
SPELLINGS = (
    SPACES + _GAPS + LETTERS[0] + DIGITS[0] + _TWINS[0] + _SILENT,
    " " * len(SPACES + _GAPS) + LETTERS[1] + DIGITS[1] + _TWINS[1],
)
"""Letters that `key` takes for others; those without a counterpart are left out."""
_SPELLINGS = str.maketrans(SPELLINGS[0][: len(SPELLINGS[1])], SPELLINGS[1], _SILENT)

NOT_APPLICABLE = (
    "n/a", "na", "not applicable", "does not apply", "doesn't apply", "not relevant", "don't know", "do not know", "not sure",
    "unsure", "can't say", "cannot say", "can't rate", "unable to rate", "no opinion", "no answer", "no experience",
    "prefer not to say", "prefer not to answer", "rather not say", "have not used", "not used", "did not use", "refused",
    "نامرتبط", "مرتبط نیست", "موضوعیت ندارد", "مصداق ندارد", "کاربرد ندارد", "شامل نمی‌شود", "شامل من نمی‌شود", "نمی‌دانم",
    "اطلاعی ندارم", "اطلاع ندارم", "مطمئن نیستم", "نمی‌توانم نظر بدهم", "تجربه‌ای ندارم", "استفاده نکرده‌ام", "ترجیح می‌دهم نگویم",
    "ترجیح می‌دهم پاسخ ندهم", "بدون پاسخ", "پاسخ نمی‌دهم",
    "لا ينطبق", "غير منطبق", "لا ينطبق علي", "غير قابل للتطبيق", "لا أعرف", "لا أعلم", "لا أدري", "غير متأكد", "لست متأكدا",
    "لا رأي", "لا رأي لي", "بدون رأي", "ليس لدي رأي", "أفضل عدم الإجابة", "أفضل عدم الإفصاح", "لم أستخدم", "لم أستخدمه",
    "بدون إجابة", "لا إجابة",
)  # fmt: skip
"""An answer that says that there is none: apart from a blank."""

_NEITHER = ("neutral", "بی‌طرف", "بیطرف", "خنثی", "محايد", "حيادي", "حياد")

FIVE: Mapping[str, Scale] = {
    "agreement": (
        (
            "strongly disagree", "completely disagree", "totally disagree", "fully disagree", "disagree strongly",
            "disagree completely", "definitely disagree", "entirely disagree",
            "کاملاً مخالفم", "کاملاً مخالف", "کاملاً مخالف هستم", "بسیار مخالفم", "بسیار مخالف", "خیلی مخالفم", "خیلی مخالف",
            "شدیداً مخالفم", "به شدت مخالفم", "قویاً مخالفم",
            "لا أوافق بشدة", "لا أوافق تماما", "لا أوافق مطلقا", "أعارض بشدة", "معارض بشدة", "غير موافق بشدة", "غير موافق تماما",
            "غير موافق مطلقا", "غير موافق على الإطلاق", "لا أوافق على الإطلاق", "لا أتفق بشدة", "لا أتفق تماما",
        ),
        (
            "disagree", "somewhat disagree", "mostly disagree", "tend to disagree", "disagree somewhat", "rather disagree",
            "مخالفم", "مخالف", "مخالف هستم", "تا حدی مخالفم", "تا حدودی مخالفم", "نسبتاً مخالفم",
            "لا أوافق", "أعارض", "معارض", "غير موافق", "لا أتفق", "غير موافق إلى حد ما", "لا أوافق إلى حد ما",
        ),
        (
            *_NEITHER, "neither agree nor disagree", "neither disagree nor agree", "neither", "undecided", "no view",
            "neutral neither agree nor disagree", "نه موافقم نه مخالفم", "نه موافقم نه مخالف", "نه موافق نه مخالف",
            "نه مخالفم نه موافقم", "نه مخالف نه موافق", "بی‌نظر", "بینظر", "نظری ندارم", "بدون نظر", "ممتنع", "بی‌نظرم",
            "نظری ندارم نه موافقم نه مخالف", "لا أوافق ولا أعارض", "لا أوافق ولا أرفض", "لا موافق ولا معارض",
            "لا موافق ولا غير موافق", "لا أتفق ولا أختلف",
        ),
        (
            "agree", "somewhat agree", "mostly agree", "tend to agree", "agree somewhat", "rather agree",
            "موافقم", "موافق", "موافق هستم", "تا حدی موافقم", "تا حدودی موافقم", "نسبتاً موافقم",
            "أوافق", "أتفق", "موافق إلى حد ما", "أوافق إلى حد ما",
        ),
        (
            "strongly agree", "completely agree", "totally agree", "fully agree", "agree strongly", "agree completely",
            "definitely agree", "entirely agree",
            "کاملاً موافقم", "کاملاً موافق", "کاملاً موافق هستم", "بسیار موافقم", "بسیار موافق", "خیلی موافقم", "خیلی موافق",
            "شدیداً موافقم", "به شدت موافقم", "قویاً موافقم",
            "أوافق بشدة", "أوافق تماما", "موافق بشدة", "موافق تماما", "موافق جدا", "أتفق بشدة", "أتفق تماما",
        ),
    ),
    "satisfaction": (
        (
            "very dissatisfied", "very unsatisfied", "extremely dissatisfied", "completely dissatisfied", "totally dissatisfied",
            "highly dissatisfied", "very unhappy",
            "خیلی ناراضی", "بسیار ناراضی", "کاملاً ناراضی", "خیلی ناراضی هستم", "کاملاً ناراضی‌ام", "بسیار ناراضی‌ام",
            "خیلی ناراضی‌ام", "کاملاً ناراضی هستم", "بسیار ناراضی هستم",
            "غير راض جدا", "غير راض تماما", "غير راض على الإطلاق", "غير راضي جدا", "غير راضي تماما", "غير راضي على الإطلاق",
            "غير راض بشدة", "غير راضي بشدة", "غير راض أبدا", "مستاء جدا",
        ),
        (
            "dissatisfied", "unsatisfied", "somewhat dissatisfied", "mostly dissatisfied", "rather dissatisfied", "unhappy",
            "ناراضی", "ناراضی هستم", "ناراضی‌ام", "تا حدی ناراضی", "تا حدودی ناراضی", "نسبتاً ناراضی",
            "غير راض", "غير راضي", "مستاء", "غير راض إلى حد ما", "غير راضي إلى حد ما",
        ),
        (
            *_NEITHER, "neither satisfied nor dissatisfied", "neither dissatisfied nor satisfied", "neither", "so-so",
            "نه راضی نه ناراضی", "نه ناراضی نه راضی", "نه راضی و نه ناراضی", "متوسط", "بی‌نظر", "نظری ندارم",
            "لا راض ولا مستاء", "لا راض ولا غير راض", "لا راضي ولا غير راضي", "ليس راضيا ولا مستاء",
        ),
        (
            "satisfied", "somewhat satisfied", "mostly satisfied", "rather satisfied", "happy",
            "راضی", "راضی هستم", "راضی‌ام", "تا حدی راضی", "تا حدودی راضی", "نسبتاً راضی",
            "راض", "راضي", "راض إلى حد ما", "راضي إلى حد ما",
        ),
        (
            "very satisfied", "extremely satisfied", "completely satisfied", "totally satisfied", "highly satisfied",
            "very happy", "خیلی راضی", "بسیار راضی", "کاملاً راضی", "خیلی راضی هستم", "کاملاً راضی‌ام", "بسیار راضی‌ام",
            "خیلی راضی‌ام", "کاملاً راضی هستم", "بسیار راضی هستم",
            "راض جدا", "راضي جدا", "راض تماما", "راضي تماما", "راض بشدة", "راضي بشدة",
        ),
    ),
    "frequency": (
        ("never", "not ever", "هرگز", "هیچ‌وقت", "هیچوقت", "هیچ‌گاه", "هیچگاه", "اصلاً", "أبدا", "مطلقا", "إطلاقا"),
        ("rarely", "seldom", "hardly ever", "almost never", "به‌ندرت", "بندرت", "خیلی کم پیش می‌آید", "نادرا", "قلما"),
        (
            "sometimes", "occasionally", "about half the time", "now and then",
            "گاهی", "گاهی اوقات", "گاهی وقت‌ها", "بعضی وقت‌ها", "بعضی اوقات", "گهگاه", "أحيانا", "بعض الأحيان", "في بعض الأحيان",
        ),
        (
            "often", "usually", "frequently", "most of the time", "very often", "almost always",
            "اغلب", "اغلب اوقات", "بیشتر وقت‌ها", "بیشتر اوقات", "معمولاً", "اکثر اوقات", "بیشتر مواقع",
            "معظم الوقت", "معظم الأحيان", "غالبا", "عادة", "كثيرا",
        ),
        ("always", "every time", "all the time", "همیشه", "همواره", "هر بار", "دائما", "دوما", "في كل مرة"),
    ),
    "effort": (
        (
            "very low effort", "very little effort", "no effort at all", "very easy", "extremely easy",
            "زحمت خیلی کم", "زحمت بسیار کم", "خیلی آسان", "بسیار آسان", "خیلی راحت", "بسیار راحت", "خیلی ساده", "بسیار ساده",
            "سهل جدا", "سهلة جدا", "جهد قليل جدا", "جهد منخفض جدا",
        ),
        (
            "low effort", "little effort", "easy", "somewhat easy", "زحمت کم", "آسان", "راحت", "ساده", "سهل", "سهلة", "جهد قليل",
            "جهد منخفض",
        ),
        (
            *_NEITHER, "neither easy nor difficult", "neither difficult nor easy", "neither easy nor hard", "neither",
            "moderate effort", "زحمت متوسط", "نه آسان نه سخت", "نه سخت نه آسان", "نه آسان نه دشوار", "متوسط", "لا سهل ولا صعب",
            "ليس سهلا ولا صعبا", "جهد متوسط",
        ),
        (
            "high effort", "difficult", "hard", "somewhat difficult", "a lot of effort",
            "زحمت زیاد", "سخت", "دشوار", "صعب", "صعبة", "جهد كبير", "جهد مرتفع",
        ),
        (
            "very high effort", "very difficult", "extremely difficult", "very hard", "extremely hard",
            "زحمت خیلی زیاد", "زحمت بسیار زیاد", "خیلی سخت", "بسیار سخت", "خیلی دشوار", "بسیار دشوار",
            "صعب جدا", "صعبة جدا", "جهد كبير جدا", "جهد مرتفع جدا",
        ),
    ),
    "likelihood": (
        (
            "very unlikely", "extremely unlikely", "not at all likely", "highly unlikely", "definitely not",
            "خیلی بعید", "بسیار بعید", "خیلی بعید است", "بسیار بعید است", "به هیچ وجه", "قطعاً نه",
            "غير محتمل جدا", "غير محتمل إطلاقا", "غير محتمل على الإطلاق", "غير مرجح إطلاقا", "غير مرجح جدا", "بالتأكيد لا",
        ),
        ("unlikely", "somewhat unlikely", "probably not", "بعید", "بعید است", "احتمالاً نه", "غير محتمل", "غير مرجح", "ربما لا"),
        (*_NEITHER, "neither likely nor unlikely", "neither unlikely nor likely", "neither", "نه بعید نه محتمل",
         "نه محتمل نه بعید", "لا محتمل ولا غير محتمل", "لا مرجح ولا غير مرجح"),
        ("likely", "somewhat likely", "probably", "probably yes", "محتمل", "محتمل است", "احتمالاً", "احتمالاً بله", "مرجح",
         "على الأرجح", "ربما نعم"),
        (
            "very likely", "extremely likely", "highly likely", "definitely", "definitely yes",
            "خیلی محتمل", "بسیار محتمل", "خیلی محتمل است", "بسیار محتمل است", "قطعاً", "قطعاً بله", "حتماً",
            "محتمل جدا", "مرجح جدا", "محتمل للغاية", "بالتأكيد", "بالتأكيد نعم",
        ),
    ),
    "quality": (
        ("very poor", "very bad", "terrible", "awful", "خیلی ضعیف", "بسیار ضعیف", "خیلی بد", "بسیار بد",
         "ضعيف جدا", "سيئ جدا", "سيء جدا"),
        ("poor", "bad", "below average", "ضعیف", "بد", "ضعيف", "سيئ", "سيء"),
        ("fair", "average", "okay", "ok", "acceptable", "متوسط", "قابل قبول", "معمولی", "مقبول"),
        ("good", "above average", "خوب", "جيد"),
        ("very good", "excellent", "outstanding", "خیلی خوب", "بسیار خوب", "عالی", "جيد جدا", "ممتاز"),
    ),
    "degree": (
        ("very low", "not at all", "none at all", "خیلی کم", "بسیار کم", "به هیچ وجه", "منخفض جدا", "قليل جدا", "قليلا جدا",
         "بدرجة قليلة جدا", "بدرجة منخفضة جدا"),
        ("low", "slightly", "a little", "کم", "منخفض", "قليل", "قليلا", "بدرجة قليلة", "بدرجة منخفضة"),
        ("medium", "moderate", "moderately", "a moderate amount", "متوسط", "تا حدودی", "متوسطة", "بدرجة متوسطة", "إلى حد ما"),
        ("high", "a lot", "زیاد", "مرتفع", "كثير", "كبير", "بدرجة كبيرة", "بدرجة مرتفعة"),
        ("very high", "extremely", "a great deal", "خیلی زیاد", "بسیار زیاد", "مرتفع جدا", "كثير جدا", "كثيرا جدا", "كبير جدا",
         "بدرجة كبيرة جدا", "بدرجة مرتفعة جدا"),
    ),
}  # fmt: skip
"""Effort counts what was asked of the customer: very easy is the least. Its mirror is ease."""

SEVEN: Mapping[str, Scale] = {
    "agreement": (
        FIVE["agreement"][0],
        ("disagree", "mostly disagree", "moderately disagree", "مخالفم", "مخالف", "مخالف هستم", "لا أوافق", "أعارض", "معارض",
         "غير موافق", "لا أتفق"),
        ("somewhat disagree", "slightly disagree", "disagree somewhat", "disagree slightly", "rather disagree",
         "tend to disagree", "تا حدی مخالفم", "تا حدودی مخالفم", "کمی مخالفم", "نسبتاً مخالفم", "اندکی مخالفم",
         "لا أوافق إلى حد ما", "غير موافق إلى حد ما", "أعارض إلى حد ما", "لا أوافق قليلا", "غير موافق قليلا"),
        FIVE["agreement"][2],
        ("somewhat agree", "slightly agree", "agree somewhat", "agree slightly", "rather agree", "tend to agree",
         "تا حدی موافقم", "تا حدودی موافقم", "کمی موافقم", "نسبتاً موافقم", "اندکی موافقم", "أوافق إلى حد ما", "موافق إلى حد ما",
         "أوافق قليلا", "موافق قليلا"),
        ("agree", "mostly agree", "moderately agree", "موافقم", "موافق", "موافق هستم", "أوافق", "أتفق"),
        FIVE["agreement"][4],
    ),
    "satisfaction": (
        FIVE["satisfaction"][0],
        ("dissatisfied", "unsatisfied", "mostly dissatisfied", "moderately dissatisfied", "unhappy", "ناراضی", "ناراضی هستم",
         "ناراضی‌ام", "غير راض", "غير راضي", "مستاء"),
        ("somewhat dissatisfied", "slightly dissatisfied", "rather dissatisfied", "تا حدی ناراضی", "تا حدودی ناراضی",
         "کمی ناراضی", "نسبتاً ناراضی", "اندکی ناراضی", "غير راض إلى حد ما", "غير راضي إلى حد ما",
         "مستاء إلى حد ما", "غير راض قليلا"),
        FIVE["satisfaction"][2],
        ("somewhat satisfied", "slightly satisfied", "rather satisfied", "تا حدی راضی", "تا حدودی راضی", "کمی راضی",
         "نسبتاً راضی", "اندکی راضی", "راض إلى حد ما", "راضي إلى حد ما", "راض قليلا"),
        ("satisfied", "mostly satisfied", "moderately satisfied", "happy", "راضی", "راضی هستم", "راضی‌ام", "راض", "راضي"),
        FIVE["satisfaction"][4],
    ),
    "frequency": (
        FIVE["frequency"][0],
        ("very rarely", "almost never", "hardly ever", "خیلی به‌ندرت", "بسیار به‌ندرت", "تقریباً هرگز", "نادرا جدا", "تقريبا أبدا"),
        ("rarely", "seldom", "به‌ندرت", "بندرت", "نادرا", "قلما"),
        FIVE["frequency"][2],
        ("often", "frequently", "اغلب", "اغلب اوقات", "غالبا", "كثيرا"),
        ("very often", "usually", "almost always", "most of the time", "خیلی وقت‌ها", "بیشتر وقت‌ها", "بیشتر اوقات", "معمولاً",
         "تقریباً همیشه", "غالبا جدا", "عادة", "معظم الوقت", "معظم الأحيان", "تقريبا دائما"),
        FIVE["frequency"][4],
    ),
    "effort": (
        FIVE["effort"][0],
        ("low effort", "little effort", "easy", "mostly easy", "moderately easy", "زحمت کم", "آسان", "راحت", "ساده", "سهل",
         "سهلة", "جهد قليل", "جهد منخفض"),
        ("somewhat easy", "slightly easy", "rather easy", "تا حدی آسان", "تا حدودی آسان", "کمی آسان", "نسبتاً آسان",
         "سهل إلى حد ما", "سهلة إلى حد ما", "سهل نوعا ما"),
        FIVE["effort"][2],
        ("somewhat difficult", "slightly difficult", "rather difficult", "تا حدی سخت", "تا حدودی سخت", "کمی سخت", "نسبتاً سخت",
         "تا حدی دشوار", "کمی دشوار", "صعب إلى حد ما", "صعبة إلى حد ما", "صعب نوعا ما"),
        ("high effort", "a lot of effort", "difficult", "mostly difficult", "moderately difficult", "hard", "زحمت زیاد", "سخت",
         "دشوار", "صعب", "صعبة", "جهد كبير", "جهد مرتفع"),
        FIVE["effort"][4],
    ),
    "likelihood": (
        FIVE["likelihood"][0],
        ("unlikely", "moderately unlikely", "mostly unlikely", "بعید", "بعید است", "غير محتمل", "غير مرجح"),
        ("somewhat unlikely", "slightly unlikely", "تا حدی بعید", "کمی بعید", "غير محتمل إلى حد ما", "غير مرجح إلى حد ما"),
        FIVE["likelihood"][2],
        ("somewhat likely", "slightly likely", "تا حدی محتمل", "کمی محتمل", "محتمل إلى حد ما", "مرجح إلى حد ما"),
        ("likely", "moderately likely", "mostly likely", "محتمل", "محتمل است", "مرجح"),
        FIVE["likelihood"][4],
    ),
}  # fmt: skip

FAMILIES: Mapping[int, Mapping[str, Scale]] = {
    5: {**FIVE, "ease": FIVE["effort"][::-1]},
    7: {**SEVEN, "ease": SEVEN["effort"][::-1]},
}
"""Points of the scale -> family -> its labels."""


@lru_cache(maxsize=4096)  # the usual labels are asked for again and again
def key(text: str) -> str:
    """A label as it is compared: without capitals, punctuation, vowel signs, half-spaces, doubled spaces and twins of letters."""
    return re.sub(" +", " ", text.lower().translate(_SPELLINGS)).strip(" ")


def known(low: float, high: float, given: str | Mapping[str, float] | None = None, good: bool | None = None) -> dict[str, float]:
    """What each label is worth on a scale, as it is written here and as `key` has it: of one family, or of all where none is
    named, with the author's own above them. A label that two families would value differently is left out, unless the family
    is named. `good`: whether a high answer is the better one, so that `easy` is high or low; None: not known."""
    found = dict(_usual(low, high, given if isinstance(given, str) else None, good))
    if isinstance(given, Mapping):
        mine = {key(label): float(value) for label, value in given.items() if key(label)}
        found = {label: value for label, value in found.items() if key(label) not in mine}
        found |= mine | {label: float(value) for label, value in given.items()}
    return found


@cache
def _usual(low: float, high: float, family: str | None, good: bool | None) -> Mapping[str, float]:
    families = FAMILIES.get(int(high - low) + 1, {})
    other = None if good is None else "effort" if good else "ease"
    named = [family] if family else [each for each in families if each != other]
    found: dict[str, float] = {}
    unclear: set[str] = set()
    for each in named:
        for step, words in enumerate(families.get(each, ())):
            for label in (spelled for word in words for spelled in (word, key(word))):
                if found.setdefault(label, low + step) != low + step:
                    unclear.add(label)
    return {label: value for label, value in found.items() if label not in unclear}
