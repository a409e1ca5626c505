"""What of a report stands there in another language than its own, in Persian."""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "title-untranslated": Wording(
        "عنوان‌هایی که به زبان گزارش متن ندارند",
        "عنوان‌های بدون متن به زبان گزارش ({language}): {count} عنوان، از جمله {names}.",
        "متن هر عنوان را کنار متن‌های دیگر آن بنویسید، مانند `title: {{en: Sales, fa: فروش, ar: المبيعات}}`؛ نام واحدها زیر "
        "`members:` می‌آید.",
        "به جای عنوانی که به زبان گزارش متن ندارد، متنی می‌آید که بدون نام زبان نوشته شده است، وگرنه متن انگلیسی، وگرنه متن "
        "هر زبانی که دارد. متنی که زبانش گفته نشده، به زبان خود کارت امتیازی به شمار می‌آید.",
    ),
}
