"""The report at a glance in Arabic: headings, strengths and gaps, the map, the terms.

Enters: nothing. Leaves: `MESSAGES`: English -> text.
"""

from __future__ import annotations

MESSAGES: dict[str, str | dict[str, str]] = {
    "Share of the total": "الحصة من الإجمالي",
    "Review by": "المراجعة قبل",
    "Contents": "المحتويات",
    "Strategy map": "خريطة الاستراتيجية",
    "What changed most and why": "أبرز ما تغيّر وأسبابه",
    "Facts and perceptions": "الوقائع والتصورات",
    "Where it is heading": "الاتجاه المتوقع",
    "Goals and initiatives": "الأهداف والمبادرات",
    "Units side by side": "مقارنة الوحدات",
    "Measures one by one": "المقاييس واحدًا واحدًا",
    "Method and provenance": "المنهج ومصادر البيانات",
    "Terms": "المصطلحات",
    "Appendix: all units": "الملحق: جميع الوحدات",
    "{name} scores {score}, at {value}.": "{name}: الدرجة {score}، بقيمة {value}.",
    "{name} scores {score}: {value}, where {goal} is the goal.": "{name}: الدرجة {score}، بقيمة {value} مقابل المستهدف {goal}.",
    "{name} scores {score}.": "{name}: الدرجة {score}.",
    "Bring {name} to its goal: that is worth up to {points} points of the total.": (
        "أوصلوا {name} إلى مستهدفه: يضيف ذلك حتى {points} من النقاط إلى الإجمالي."
    ),
    "{initiative} ({status}) should move {name}.": "مبادرة {initiative} ({status}) يُفترض أن تحسّن {name}.",
    "{initiative} ({status}) should move it.": "مبادرة {initiative} ({status}) يُفترض أن تحسّنه.",
    "No initiative aims at it yet.": "لا توجد بعد مبادرة لذلك.",
    "No initiative aims at {name} yet.": "لا توجد بعد مبادرة تستهدف {name}.",
    "Find the data for {name}: it carries {share} of the total's weight and has no score.": (
        "وفّروا بيانات {name}: يحمل {share} من وزن الإجمالي وليست له درجة."
    ),
    "{initiative} is overdue: finish it, stop it, or give it a new day.": (
        "تأخرت {initiative} عن موعدها: أنهوها أو أوقفوها أو حدّدوا لها موعدًا جديدًا."
    ),
    "{source} helps {targets}": "{source} يدعم {targets}",
    "The {number} measures of {all} whose scores moved most.": "المقاييس التي تغيّرت درجاتها أكثر من غيرها: {number} من {all}.",
    "Perspective": "المنظور",
    "A side from which the organisation is looked at. Its score is made of its factors and measures.": (
        "جانب يُنظر منه إلى المؤسسة، وتتكوّن درجته من عوامله ومقاييسه."
    ),
    "Factor": "العامل",
    "What belongs together within a perspective.": "ما يرتبط بعضه ببعض داخل المنظور.",
    "A number that is computed from records, or from what people say, or typed in, and held against a target.": (
        "عدد يُحسب من السجلات أو الإجابات، أو يُدخل يدويًا، ويُقارن بمستهدف."
    ),
    "Baseline": "خط الأساس",
    "The earlier period, with which the target period is compared.": "الفترة السابقة التي تُقارن بها الفترة المستهدفة.",
    "Target period": "الفترة المستهدفة",
    "The period that is assessed.": "الفترة التي يجري تقييمها.",
    "Floor and goal": "الحد الأدنى والمستهدف",
    "The value that scores 0 and the value that scores 100. Between them scores run evenly.": (
        "القيمة التي درجتها ٠ والقيمة التي درجتها ١٠٠، وبينهما تتدرّج الدرجات بانتظام."
    ),
    "How far a value has come from floor to goal, from 0 to 100; of a group, what its parts make together.": (
        "مدى تقدّم القيمة من الحد الأدنى إلى المستهدف، من ٠ إلى ١٠٠؛ وللمجموعة ما تكوّنه أجزاؤها معًا."
    ),
    "How much a part counts among its siblings; the share of the total is what it counts in the whole.": (
        "أهمية الجزء بين نظرائه؛ والحصة من الإجمالي هي أهميته في الكل."
    ),
    "The name of the range that a score lies in.": "اسم النطاق الذي تقع فيه الدرجة.",
    "The share of the weight that has a score. What is missing is never counted as a score in silence.": (
        "حصة الوزن التي لها درجة. ولا يُحتسب الناقص درجةً في صمت أبدًا."
    ),
    "95% interval": "فاصل الثقة ٩٥٪",
    "Where values rest on samples: the range that the true value lies in, 95 times out of 100.": (
        "حيث تستند القيم إلى عيّنات: النطاق الذي تقع فيه القيمة الحقيقية في ٩٥ مرة من ١٠٠."
    ),
    "No more than noise": "لا يتجاوز التذبذب العشوائي",
    "A change so small that chance alone makes changes as large.": "تغيّر صغير إلى حدّ أن الصدفة وحدها تُحدث مثله.",
    "What the records say, and what people answer when they are asked.": "ما تقوله السجلات، وما يجيب به الناس حين يُسألون.",
    "Scores of the measures, {before} and {after}": "درجات المقاييس، {before} و{after}",
    "From baseline to target period": "من خط الأساس إلى الفترة المستهدفة",
    "What is grey is no more than noise.": "وما كان رماديًا لا يتجاوز التذبذب العشوائي.",
    "The ring is the baseline, the disc the target period, on 0 to 100.": (
        "الحلقة هي خط الأساس والقرص هو الفترة المستهدفة، من ٠ إلى ١٠٠."
    ),
    "What moved the total, in points": "ما الذي حرّك الدرجة الكلية، بالنقاط",
    "Strengths": "نقاط القوة",
    "Gaps": "الفجوات",
    "What to do next": "الخطوات التالية",
    "What stands below helps what stands above it. Scores are those of {period}.": (
        "ما في الأسفل يدعم ما فوقه. الدرجات هي درجات {period}."
    ),
    "Not drawn, since their rows are no neighbours:": "لم تُرسم لأن صفوفها غير متجاورة:",
    "Ranking by total score: {level}": "الترتيب حسب الدرجة الكلية: {level}",
}
