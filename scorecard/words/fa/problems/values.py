"""What values stumbled over, in Persian: so far the findings that reports meet most often; the others are told in English.

Enters: nothing. Leaves: `WORDING`, by code.
"""

# ruff: noqa: E501  # sentences are kept on one line
from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "covers-assumed": Wording(
        "بازهٔ زمانیِ فرض‌شده",
        "فرض شده است که {dataset} از {first} تا {last} را پوشش می‌دهد، یعنی نخستین و آخرین تاریخ در {columns}.",
        "اگر داده‌ها در روزهای دیگری گردآوری شده‌اند، چنین بنویسید: covers: [نخستین روز, آخرین روز].",
        "اینکه شمارِ تهی به معنای صفر است یا به معنای اینکه کسی نگاه نکرده است، به آن بسته است که داده‌ها به آن دوره می‌رسند یا نه. بدون `covers:` فرض می‌شود داده‌ها از نخستین تا آخرین تاریخِ خود را در بر می‌گیرند.",
    ),
    "undated-rows": Wording(
        "ردیف‌های بی‌تاریخ",
        "{rows:,} ردیف از {of:,} ردیفِ {dataset} مقداری در {column} ندارد و از این رو در هیچ دوره‌ای نیست.",
        "برای آنچه هنوز رخ نداده است، مانند معامله‌های باز، درست است؛ وگرنه تاریخ‌ها را کامل کنید.",
        "هر ردیف با تاریخِ ستون زمانِ سنجه در دوره‌ای جای می‌گیرد.",
    ),
}
