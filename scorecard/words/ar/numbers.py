"""Numbers, units and currencies in Arabic.

Enters: nothing. Leaves: `MESSAGES`: English -> text, or its plural forms.
"""

from __future__ import annotations

MESSAGES: dict[str, str | dict[str, str]] = {
    "{low} to {high}": "من {low} إلى {high}",
    "{number} pp": "{number} نقطة مئوية",
    "{currency} {number}": "{number} {currency}",
    "{number}K": "{number} ألف",
    "{number}M": "{number} مليون",
    "{number}B": "{number} مليار",
    "{number}T": "{number} تريليون",
    "{number} s": {
        "one": "{number} ثانية",
        "two": "{number} ثانيتان",
        "few": "{number} ثوانٍ",
        "many": "{number} ثانية",
        "other": "{number} ثانية",
    },
    "{number} min": {
        "one": "{number} دقيقة",
        "two": "{number} دقيقتان",
        "few": "{number} دقائق",
        "many": "{number} دقيقة",
        "other": "{number} دقيقة",
    },
    "{number} h": {
        "one": "{number} ساعة",
        "two": "{number} ساعتان",
        "few": "{number} ساعات",
        "many": "{number} ساعة",
        "other": "{number} ساعة",
    },
    "{number} days": {
        "one": "{number} يوم",
        "two": "{number} يومان",
        "few": "{number} أيام",
        "many": "{number} يومًا",
        "other": "{number} يوم",
    },
    "{number} months": {
        "one": "{number} شهر",
        "two": "{number} شهران",
        "few": "{number} أشهر",
        "many": "{number} شهرًا",
        "other": "{number} شهر",
    },
    "{number} years": {
        "one": "{number} سنة",
        "two": "{number} سنتان",
        "few": "{number} سنوات",
        "many": "{number} سنة",
        "other": "{number} سنة",
    },
    ">99%": "أكثر من ٩٩٪",
    "<1%": "أقل من ١٪",
    "IRR": "ريال إيراني",
    "USD": "دولار أمريكي",
    "EUR": "يورو",
    "GBP": "جنيه إسترليني",
    "SAR": "ريال سعودي",
    "AED": "درهم إماراتي",
    "KWD": "دينار كويتي",
    "QAR": "ريال قطري",
    "OMR": "ريال عماني",
    "BHD": "دينار بحريني",
    "IQD": "دينار عراقي",
    "JOD": "دينار أردني",
    "EGP": "جنيه مصري",
    "TRY": "ليرة تركية",
    "AFN": "أفغاني",
    "toman": "تومان",
}
