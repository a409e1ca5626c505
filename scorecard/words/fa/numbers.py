"""Numbers, units and currencies in Persian.

Enters: nothing. Leaves: `MESSAGES`: English -> text, or its plural forms.
"""

from __future__ import annotations

MESSAGES: dict[str, str | dict[str, str]] = {
    "{low} to {high}": "{low} تا {high}",
    "{number} pp": "{number} واحد درصد",
    "{currency} {number}": "{number} {currency}",
    "{number}K": "{number} هزار",
    "{number}M": "{number} میلیون",
    "{number}B": "{number} میلیارد",
    "{number}T": "{number} هزار میلیارد",
    "{number} s": "{number} ثانیه",
    "{number} min": "{number} دقیقه",
    "{number} h": "{number} ساعت",
    "{number} days": "{number} روز",
    "{number} months": "{number} ماه",
    "{number} years": "{number} سال",
    ">99%": "بیش از ۹۹٪",
    "<1%": "کمتر از ۱٪",
    "IRR": "ریال",
    "USD": "دلار آمریکا",
    "EUR": "یورو",
    "GBP": "پوند",
    "SAR": "ریال سعودی",
    "AED": "درهم امارات",
    "KWD": "دینار کویت",
    "QAR": "ریال قطر",
    "OMR": "ریال عمان",
    "BHD": "دینار بحرین",
    "IQD": "دینار عراق",
    "JOD": "دینار اردن",
    "EGP": "پوند مصر",
    "TRY": "لیر ترکیه",
    "AFN": "افغانی",
    "toman": "تومان",
}
