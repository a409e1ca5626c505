"""What of a report stands there in another language than its own, in Arabic."""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "title-untranslated": Wording(
        "عناوين لا نص لها بلغة التقرير",
        "عناوين لا نص لها بلغة التقرير ({language})، وعددها {count}، وأولها {names}.",
        "اكتبوا نص كل عنوان إلى جانب نصوصه الأخرى، مثل `title: {{en: Sales, fa: فروش, ar: المبيعات}}`؛ أما أسماء الوحدات فمكانها "
        "`members:`.",
        "العنوان الذي لا نص له بلغة التقرير يظهر محله النص المكتوب دون ذكر لغة، وإلا فالنص الإنجليزي، وإلا فالنص المتوفر بأي "
        "لغة. والنص الذي لم تُذكر لغته يُعد بلغة بطاقة الأداء نفسها.",
    ),
}
