"""The report at a glance in Persian: headings, strengths and gaps, the map, the terms.

Enters: nothing. Leaves: `MESSAGES`: English -> text.
"""

from __future__ import annotations

MESSAGES: dict[str, str | dict[str, str]] = {
    "Share of the total": "سهم از کل",
    "Review by": "بازبینی تا",
    "Contents": "فهرست",
    "Strategy map": "نقشهٔ راهبرد",
    "What changed most and why": "چه چیزی بیشتر تغییر کرد و چرا",
    "Facts and perceptions": "داده‌های عینی و ادراک‌ها",
    "Where it is heading": "روند پیش رو",
    "Goals and initiatives": "هدف‌ها و اقدام‌ها",
    "Units side by side": "مقایسهٔ واحدها",
    "Measures one by one": "سنجه‌ها، یک‌به‌یک",
    "Method and provenance": "روش و منشأ داده‌ها",
    "Terms": "واژه‌نامه",
    "Appendix: all units": "پیوست: همهٔ واحدها",
    "{name} scores {score}, at {value}.": "{name}: امتیاز {score}، با مقدار {value}.",
    "{name} scores {score}: {value}, where {goal} is the goal.": "{name}: امتیاز {score}، با مقدار {value} در برابر هدف {goal}.",
    "{name} scores {score}.": "{name}: امتیاز {score}.",
    "Bring {name} to its goal: that is worth up to {points} points of the total.": (
        "{name} را به هدفش برسانید: تا {points} امتیاز به کل می‌افزاید."
    ),
    "{initiative} ({status}) should move {name}.": "اقدام {initiative} ({status}) باید {name} را بهبود دهد.",
    "{initiative} ({status}) should move it.": "اقدام {initiative} ({status}) باید آن را بهبود دهد.",
    "No initiative aims at it yet.": "هنوز اقدامی برای آن تعریف نشده است.",
    "No initiative aims at {name} yet.": "هنوز هیچ اقدامی برای {name} تعریف نشده است.",
    "Find the data for {name}: it carries {share} of the total's weight and has no score.": (
        "داده‌های {name} را فراهم کنید: {share} از وزن کل را دارد و امتیازی ندارد."
    ),
    "{initiative} is overdue: finish it, stop it, or give it a new day.": (
        "موعد {initiative} گذشته است: آن را به پایان برسانید، متوقف کنید، یا موعد تازه‌ای بدهید."
    ),
    "{source} helps {targets}": "{source} به {targets} کمک می‌کند",
    "The {number} measures of {all} whose scores moved most.": "{number} سنجه از {all} سنجه که امتیازشان بیش از همه جابه‌جا شد.",
    "Perspective": "منظر",
    "A side from which the organisation is looked at. Its score is made of its factors and measures.": (
        "سویی که سازمان از آن دیده می‌شود. امتیازش از عامل‌ها و سنجه‌های آن به دست می‌آید."
    ),
    "Factor": "عامل",
    "What belongs together within a perspective.": "آنچه درون یک منظر به هم مربوط است.",
    "A number that is computed from records, or from what people say, or typed in, and held against a target.": (
        "عددی که از رکوردها یا پاسخ‌ها محاسبه یا دستی وارد می‌شود و با هدف سنجیده می‌شود."
    ),
    "Baseline": "دورهٔ مبنا",
    "The earlier period, with which the target period is compared.": "دورهٔ پیشین که دورهٔ هدف با آن مقایسه می‌شود.",
    "Target period": "دورهٔ هدف",
    "The period that is assessed.": "دوره‌ای که ارزیابی می‌شود.",
    "Floor and goal": "کف و هدف",
    "The value that scores 0 and the value that scores 100. Between them scores run evenly.": (
        "مقداری که امتیاز ۰ و مقداری که امتیاز ۱۰۰ می‌گیرد. میان این دو، امتیاز یکنواخت بالا می‌رود."
    ),
    "How far a value has come from floor to goal, from 0 to 100; of a group, what its parts make together.": (
        "اینکه مقدار از کف تا هدف چقدر پیش رفته است، از ۰ تا ۱۰۰؛ برای گروه، برآیند اجزای آن."
    ),
    "How much a part counts among its siblings; the share of the total is what it counts in the whole.": (
        "اهمیت هر جزء در میان هم‌ردیف‌هایش؛ سهم از کل، اهمیت آن در کل کارت است."
    ),
    "The name of the range that a score lies in.": "نام بازه‌ای که امتیاز در آن جای می‌گیرد.",
    "The share of the weight that has a score. What is missing is never counted as a score in silence.": (
        "سهمی از وزن که امتیاز دارد. دادهٔ نبوده هرگز بی‌صدا به امتیاز بدل نمی‌شود."
    ),
    "95% interval": "بازهٔ اطمینان ۹۵٪",
    "Where values rest on samples: the range that the true value lies in, 95 times out of 100.": (
        "هر جا مقدار از نمونه به دست آمده باشد: بازه‌ای که مقدار واقعی در ۹۵ بار از ۱۰۰ بار در آن است."
    ),
    "No more than noise": "در حد نوسان تصادفی",
    "A change so small that chance alone makes changes as large.": "تغییری چنان کوچک که از تصادف نیز برمی‌آید.",
    "What the records say, and what people answer when they are asked.": "آنچه رکوردها می‌گویند، و آنچه مردم پاسخ می‌دهند.",
    "Scores of the measures, {before} and {after}": "امتیاز سنجه‌ها، {before} و {after}",
    "From baseline to target period": "از دورهٔ مبنا تا دورهٔ هدف",
    "What is grey is no more than noise.": "آنچه خاکستری است در حد نوسان تصادفی است.",
    "The ring is the baseline, the disc the target period, on 0 to 100.": (
        "حلقه دورهٔ مبنا و دایرهٔ پر دورهٔ هدف است، از ۰ تا ۱۰۰."
    ),
    "What moved the total, in points": "آنچه امتیاز کل را جابه‌جا کرد، به امتیاز",
    "Strengths": "نقاط قوت",
    "Gaps": "شکاف‌ها",
    "What to do next": "گام‌های بعدی",
    "What stands below helps what stands above it. Scores are those of {period}.": (
        "آنچه پایین‌تر است به آنچه بالاتر است کمک می‌کند. امتیازها مربوط به {period} است."
    ),
    "Not drawn, since their rows are no neighbours:": "رسم نشده، چون ردیف‌هایشان همسایه نیستند:",
    "Ranking by total score: {level}": "رتبه‌بندی بر پایهٔ امتیاز کل: {level}",
}
