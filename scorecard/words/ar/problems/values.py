"""What values stumbled over, in Arabic: so far the findings that reports meet most often; the others are told in English.

Enters: nothing. Leaves: `WORDING`, by code.
"""

# ruff: noqa: E501  # sentences are kept on one line
from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "covers-assumed": Wording(
        "مدى زمني مفترض",
        "يُفترض أن {dataset} تغطي من {first} إلى {last}، وهما أول تاريخ وآخره في {columns}.",
        "إن جُمعت البيانات في أيام أخرى فاكتبوا: covers: [أول يوم, آخر يوم].",
        "هل العدد الفارغ صفر أم أن أحدًا لم ينظر؟ يتوقف ذلك على بلوغ البيانات تلك الفترة. ومن دون `covers:` يُفترض أنها تمتد من أول تاريخ فيها إلى آخره.",
    ),
    "undated-rows": Wording(
        "صفوف بلا تاريخ",
        "في {dataset} صفوف بلا {column} عددها {rows:,} من {of:,}، فلا تنتمي إلى أي فترة.",
        "هذا صحيح لما لم يحدث بعد، كالصفقات المفتوحة؛ وإلا فأكملوا التواريخ.",
        "ينتمي الصف إلى فترة بحسب التاريخ في عمود الزمن للمقياس.",
    ),
}
