"""What scores stumbled over, in Arabic: so far the findings that reports meet most often; the others are told in English.

Enters: nothing. Leaves: `WORDING`, by code.
"""

# ruff: noqa: E501  # sentences are kept on one line
from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "goal-not-better-here": Wording(
        "المستهدف ليس أفضل من الحد الأدنى",
        "مستهدف «{measure}» ليس أفضل من حده الأدنى في {entities} من {of} وحدة (والإجمالي يُعدّ واحدة)، فله هناك قيمة بلا درجة.",
        "غيّروا المستهدف أو الحد الأدنى تحت `target`. وإن كانا يتوقفان على `baseline` أو `previous` فتأكدوا أن المستهدف يقع في الجانب الأفضل من الحد الأدنى لكل قيمة ممكنة.",
        "الدرجة هي الطريق من الحد الأدنى (٠) إلى المستهدف (١٠٠). مع `better: higher` يجب أن يكون المستهدف أكبر من الحد الأدنى، ومع `better: lower` أصغر؛ ومع `better: inside` يجب أن يقع النطاق الجيد داخل طرفي الحد الأدنى. والحدود المتوقفة على قيمة فترة أخرى تُحسب لكل وحدة على حدة، وقد يقع المستهدف في بعضها في الجانب الخطأ، كأن تكون قيمة الأساس سالبة. ورقم يُبنى على مستهدف كهذا لا معنى له، فيُعدّ المقياس ناقصًا هناك.",
    ),
    "perception-apart": Wording(
        "تباعد الوقائع والتصورات",
        "في «{node}» الوقائع أعلى بفارق {facts_ahead:.0f} نقطة:\nفي «{node}» التصورات أعلى بفارق {perceptions_ahead:.0f} نقطة:\nالدرجة بالوقائع {facts_score:.0f}، وبما يقوله الناس {perception_score:.0f}.",
        "اسألوا عن السبب قبل العمل بالدرجة. فحيث التصورات أعلى قد تُظهر السجلات أولًا ما سيشعر به الناس لاحقًا؛ وحيث الوقائع أعلى فإن ما تحقق لم يصل إلى الناس، أو أن المقاييس تغفل ما يهمهم.",
        "المقياس الذي له `survey:`، أو المُدخل يدويًا مع `tags: {success: perception}`، يحمل ما يظنه الناس؛ وسائر المقاييس وقائع. ولكل جزء من البطاقة درجتان جزئيتان تُجمعان بالقواعد نفسها من مقاييس نوع واحد. وحيث يبلغ الفارق بينهما ٢٥ نقطة أو أكثر تُخفي الدرجة الوسطى ما يجري.",
    ),
}
