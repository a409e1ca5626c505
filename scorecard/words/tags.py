"""Tags as words, in three languages: what kinds of them and the usual ones are called, and what a view by them is called.

Enters: a kind of tag, a tag, a title, all as the author wrote them. Leaves: text by language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LANGUAGES = ("en", "fa", "ar")
UNTAGGED = "untagged"

_KINDS = {
    "department": ("department", "بخش", "القسم"),
    "success": ("kind of success", "نوع موفقیت", "نوع النجاح"),
    "scope": ("scope", "دامنه", "النطاق"),
    "timing": ("timing", "زمان اثر", "التوقيت"),
}
_TAGS = {
    ("department", "sales"): ("Sales", "فروش", "المبيعات"),
    ("department", "marketing"): ("Marketing", "بازاریابی", "التسويق"),
    ("department", "service"): ("Customer service", "خدمات مشتری", "خدمة العملاء"),
    ("department", "loyalty"): ("Loyalty", "وفاداری", "الولاء"),
    ("department", "people"): ("People", "کارکنان", "الموظفون"),
    ("department", "technology"): ("Technology", "فناوری", "التقنية"),
    ("department", "finance"): ("Finance", "مالی", "المالية"),
    ("success", "business"): ("Business performance", "عملکرد کسب‌وکار", "أداء الأعمال"),
    ("success", "adoption"): ("User adoption", "پذیرش کاربران", "تبني المستخدمين"),
    ("success", "perception"): ("Perception", "ادراک", "التصورات"),
    ("scope", "internal"): ("Internal", "درونی", "داخلي"),
    ("scope", "external"): ("External", "بیرونی", "خارجي"),
    ("timing", "leading"): ("Leading", "پیشرو", "استباقية"),
    ("timing", "lagging"): ("Lagging", "پسرو", "لاحقة"),
}
_UNTAGGED = ("Untagged", "بدون برچسب", "بلا وسم")
_ONLY = ("{title}, only {tags}", "{title}، فقط {tags}", "{title}، {tags} فقط")
_BY = ("{title}, by {kind}", "{title}، به تفکیک {kind}", "{title}، حسب {kind}")
_AND = (" and ", " و ", " و")


def tag(kind: str, value: str | None) -> dict[str, str]:
    """What a tag is called: the usual ones by name, any other as it is written. None: what has no tag of that kind."""
    known = _UNTAGGED if value is None else _TAGS.get((kind, value))
    return dict(zip(LANGUAGES, known, strict=True)) if known else {"": str(value)}


def viewed(titles: Mapping[str, str], by: str | None, only: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The titles, one for each of the languages, with how the scorecard is looked at: `Acme, only sales, by department`."""
    found = dict(titles)
    for place, language in enumerate(LANGUAGES):
        for kind, values in only.items():
            names = [tag(kind, value) for value in values]
            texts = [_inside(name[language]) if language in name else name[""] for name in names]
            found[language] = _ONLY[place].format(title=found[language], tags=_listed(texts, place))
        if by is not None:
            name = _KINDS[by][place] if by in _KINDS else by
            found[language] = _BY[place].format(title=found[language], kind=name)
    return found


def _inside(name: str) -> str:
    """A name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]


def _listed(names: list[str], place: int) -> str:
    comma = ", " if place == 0 else "، "
    return _AND[place].join(filter(None, (comma.join(names[:-1]), names[-1])))
