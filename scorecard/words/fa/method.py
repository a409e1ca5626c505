"""The method page and how measures are computed, in Persian."""

MESSAGES: dict[str, str | dict[str, str]] = {
    ", ": "، ",
    "; ": "؛ ",
    "weighted mean of the parts below": "میانگین وزنی اجزای زیرمجموعه",
    "weighted geometric mean of the parts below; 0 where one of them is 0": (
        "میانگین هندسی وزنی اجزای زیرمجموعه؛ اگر یکی از آن‌ها ۰ باشد، ۰"
    ),
    "lowest score of the parts below": "کمترین امتیاز اجزای زیرمجموعه",
    "the rows of {dataset} of the period": "ردیف‌های {dataset} در دوره",
    "the rows of {dataset} up to the end of the period": "ردیف‌های {dataset} تا پایان دوره",
    "the rows of {dataset} from the start of the year to the end of the period": "ردیف‌های {dataset} از آغاز سال تا پایان دوره",
    "the rows of {dataset} open at the start of the period": "ردیف‌های {dataset} که در آغاز دوره باز بوده‌اند",
    "the rows of {dataset} open at the end of the period": "ردیف‌های {dataset} که در پایان دوره باز بوده‌اند",
    "the rows of {dataset} of all time": "همهٔ ردیف‌های {dataset}",
    "the rows of {dataset} of the last {number} periods": {
        "one": "ردیف‌های {dataset} در دوره",
        "other": "ردیف‌های {dataset} در {number} دورهٔ اخیر",
    },
    "Wilson's for shares": "بازهٔ ویلسون برای سهم‌ها",
    "the adjusted Wald interval for net promoter scores (Rocks 2016)": (
        "بازهٔ تعدیل‌شدهٔ والد برای شاخص خالص ترویج‌کنندگان (\u2066Rocks 2016\u2069)"
    ),
    "Student's for means": "بازهٔ استیودنت برای میانگین‌ها",
    "Student's after linearisation for ratios of sums and weighted answers": (
        "بازهٔ استیودنت پس از خطی‌سازی برای نسبت مجموع‌ها و پاسخ‌های وزن‌دار"
    ),
    "principal eigenvector": "بردار ویژهٔ اصلی",
    "geometric means of rows": "میانگین هندسی سطرها",
    "baseline": "دورهٔ مبنا",
    "previous": "دورهٔ پیش",
    "lowest {units}": "کمترین مقدار در سطح {units}",
    "highest {units}": "بیشترین مقدار در سطح {units}",
    "mean over every {units}": "میانگین همهٔ واحدها در سطح {units}",
    "percentile {number} over every {units}": "صدک {number} همهٔ واحدها در سطح {units}",
    "Every measure is computed from the records, or entered by hand, separately for each period and each unit.": (
        "هر سنجه برای هر دوره و هر واحد جداگانه از روی داده‌های ثبت‌شده محاسبه یا به‌صورت دستی وارد می‌شود."
    ),
    "A measure's floor scores 0 and its goal 100; values between them score in proportion, values beyond stay at 0 or 100.": (
        "مقدار کف هر سنجه امتیاز ۰ و مقدار هدف آن امتیاز ۱۰۰ می‌گیرد؛ امتیاز مقدارهای میان این دو به همان"
        " نسبت است و مقدارهای فراتر از آن‌ها روی ۰ یا ۱۰۰ می‌مانند."
    ),
    "A target of the kind “at least” or “at most” scores 100 where it is met and 0 where it is not.": (
        "هدفی از نوع «دست‌کم» یا «حداکثر» اگر محقق شود امتیاز ۱۰۰ و در غیر این صورت امتیاز ۰ می‌گیرد."
    ),
    "On a logarithmic scale values score in proportion to their logarithm; values of 0 and below score least.": (
        "در مقیاس لگاریتمی، امتیاز متناسب با لگاریتم مقدار است؛ مقدارهای صفر و کمتر از آن کمترین امتیاز را می‌گیرند."
    ),
    "A target that moves with time is taken as it stands on a period's last day.": (
        "هدفی که با زمان تغییر می‌کند، همان‌گونه که در آخرین روز دوره است به کار می‌رود."
    ),
    "A factor's score is the weighted mean of its measures, a perspective's of its factors, the total's of the perspectives.": (
        "امتیاز هر عامل میانگین وزنی سنجه‌های آن، امتیاز هر منظر میانگین وزنی عامل‌های آن و امتیاز کل میانگین وزنی منظرهاست."
    ),
    "A factor's score is the weighted mean of its measures, a perspective's of its factors, the total's of the "
    "perspectives, unless the table below names another rule.": (
        "امتیاز هر عامل میانگین وزنی سنجه‌های آن، امتیاز هر منظر میانگین وزنی عامل‌های آن و امتیاز کل "
        "میانگین وزنی منظرهاست، مگر آنکه در جدول زیر قاعدهٔ دیگری آمده باشد."
    ),
    "Weights count relative to their siblings; the table below gives each one's share of the total.": (
        "وزن هر جزء نسبت به اجزای هم‌ردیف آن سنجیده می‌شود؛ جدول زیر سهم هر جزء از کل را نشان می‌دهد."
    ),
    "Weights from judgements: each pair of siblings was compared, from 1 (as much) to 9 (extremely more); a "
    "consistency ratio (random indices of Saaty 2005) above 0.1 means that the judgements contradict each other.": (
        "وزن‌های برآمده از قضاوت: اجزای هم‌ردیف دوبه‌دو با هم مقایسه شده‌اند، از ۱ (به یک اندازه) تا ۹ "
        "(بی‌نهایت بیشتر)؛ نرخ ناسازگاری بیش از ۰٫۱ (با شاخص‌های تصادفی \u2066Saaty 2005\u2069) یعنی قضاوت‌ها "
        "یکدیگر را نقض می‌کنند."
    ),
    "A measure with weight 0, or without a target, is shown and not scored.": (
        "سنجه‌ای که وزن آن ۰ است یا هدفی ندارد، نمایش داده می‌شود ولی امتیاز نمی‌گیرد."
    ),
    "A measure with status ranges of its own has its status by its value, not by its score.": (
        "وضعیت سنجه‌ای که بازه‌های وضعیت ویژهٔ خود را دارد، از روی مقدار آن تعیین می‌شود و نه از روی امتیازش."
    ),
    "Missing data are never turned into a score in silence: the reason is named, and the weight goes to what is "
    "present, unless the scorecard says that missing counts as zero.": (
        "دادهٔ ناموجود هرگز بی‌خبر به امتیاز تبدیل نمی‌شود: دلیل آن گفته می‌شود و وزن آن به اجزای موجود "
        "می‌رسد، مگر آنکه در کارت امتیازی گفته شده باشد که دادهٔ ناموجود صفر به شمار آید."
    ),
    "Coverage is the share of weight that has a score; where it falls below what the scorecard asks for, there is no "
    "score.": "پوشش، سهمی از وزن است که امتیاز دارد؛ اگر از حد خواسته‌شده در کارت امتیازی کمتر باشد، امتیازی داده نمی‌شود.",
    "The change of the total is split exactly among the measures: value moved, target moved, or data missing on one "
    "side.": "تغییر امتیاز کل دقیقاً میان سنجه‌ها تقسیم می‌شود: تغییر مقدار، تغییر هدف، یا نبود داده در یکی از دو دوره.",
    "Under a geometric mean the split is made in logarithms, under a lowest score by how long each part is the lowest"
    " while all of them move evenly from baseline to target.": (
        "در میانگین هندسی این تقسیم بر پایهٔ لگاریتم‌ها انجام می‌شود، و در قاعدهٔ کمترین امتیاز بر پایهٔ "
        "اینکه هر جزء، هنگامی که همهٔ اجزا یکنواخت از دورهٔ مبنا به دورهٔ هدف می‌رسند، چه مدت کمترین است."
    ),
    "Numbers are rounded only for print. The parts of a change are rounded so that they add up; a change that is "
    "worked out from two printed numbers may differ in the last digit.": (
        "عددها تنها برای چاپ گرد می‌شوند. اجزای هر تغییر چنان گرد می‌شوند که جمع آن‌ها درست درآید؛ تغییری"
        " که از تفاضل دو عدد چاپ‌شده به دست آید ممکن است در رقم آخر تفاوت داشته باشد."
    ),
    "Values from samples have a 95% interval: {methods}.": "مقدارهای برآمده از نمونه بازهٔ اطمینان ۹۵٪ دارند: {methods}.",
    "Where it is known how many there are in all, the interval is the narrower the more of them answered.": (
        "هرجا شمار کل جامعه معلوم باشد، هرچه سهم بیشتری از آن پاسخ داده باشند بازه باریک‌تر است."
    ),
    "A score's interval is its value's, carried through floor and goal; targets count as known. Up the tree the "
    "errors of measures that the same people answered are added up, of others the root of the sum of squares is "
    "taken. How sure a status is comes from seeded random draws.": (
        "بازهٔ هر امتیاز همان بازهٔ مقدار آن است که از کف و هدف گذرانده شده؛ هدف‌ها معلوم فرض می‌شوند. در"
        " سطح‌های بالاتر، خطای سنجه‌هایی که پاسخ‌دهندگان یکسانی دارند با هم جمع می‌شود و برای دیگر "
        "سنجه‌ها جذر مجموع مربعات خطاها به کار می‌رود. میزان اطمینان به هر وضعیت از نمونه‌گیری تصادفی "
        "تکرارپذیر به دست می‌آید."
    ),
    "A change is more than noise where samples as large would differ as much less than once in 20 times if nothing "
    "had changed; of several measures tested, each is tested the more strictly (Holm 1979).": (
        "تغییر هنگامی فراتر از نوسان تصادفی است که اگر چیزی تغییر نکرده بود، نمونه‌هایی به همین بزرگی "
        "کمتر از یک بار در هر ۲۰ بار چنین تفاوتی نشان می‌دادند؛ هرچه سنجه‌های بیشتری آزموده شوند، هر یک "
        "سخت‌گیرانه‌تر آزموده می‌شود (\u2066Holm 1979\u2069)."
    ),
    "Those who answered in both periods are compared with themselves.": (
        "کسانی که در هر دو دوره پاسخ داده‌اند با خودشان مقایسه می‌شوند."
    ),
    "Values from fewer than {number} answers are withheld, and with them as many others as could give them away; they"
    " count as missing.": (
        "مقدارهایی که بر کمتر از {number} پاسخ استوارند منتشر نمی‌شوند و همراه آن‌ها هر مقدار دیگری که "
        "بتواند آن‌ها را فاش کند؛ این مقدارها ناموجود به شمار می‌آیند."
    ),
    "Values from fewer answers than the scorecard asks for are withheld, and with them as many others as could give "
    "them away; they count as missing.": (
        "مقدارهایی که شمار پاسخ‌هایشان کمتر از حد خواسته‌شده در کارت امتیازی است منتشر نمی‌شوند و همراه "
        "آن‌ها هر مقدار دیگری که بتواند آن‌ها را فاش کند؛ این مقدارها ناموجود به شمار می‌آیند."
    ),
    "Cronbach's α tells whether the items of a scale measure one thing: over all pairs of answers, and beside it "
    "among those who answered all; 0.7 is the usual least.": (
        "آلفای کرونباخ (α) نشان می‌دهد که گویه‌های یک مقیاس یک چیز را می‌سنجند یا نه: بر پایهٔ همهٔ "
        "زوج‌های پاسخ، و در کنار آن میان کسانی که به همهٔ گویه‌ها پاسخ داده‌اند؛ حداقل معمول ۰٫۷ است."
    ),
    "Assessors' agreement is r_wg (James, Demaree and Wolf 1984): 1 where all choose the same level, 0 where they "
    "might have thrown dice; 0.7 is the usual least.": (
        "توافق ارزیابان با شاخص \u2066r_wg\u2069 سنجیده می‌شود (\u2066James, Demaree and Wolf 1984\u2069): اگر همه یک سطح را "
        "برگزینند ۱ و اگر پاسخ‌ها همچون انداختن تاس باشد ۰ است؛ حداقل معمول ۰٫۷ است."
    ),
    "Scores by facts or perceptions alone are rolled up by the same rules from the measures of one kind.": (
        "امتیاز بر پایهٔ تنها واقعیت‌ها یا تنها ادراک‌ها با همین قاعده‌ها از سنجه‌های همان نوع به دست می‌آید."
    ),
    "Forecasts carry on the line of least squares through all periods, with the interval in which 95 of 100 single "
    "values should lie; from fewer than six periods there is none.": (
        "پیش‌بینی‌ها ادامهٔ خط کمترین مربعات از میان همهٔ دوره‌ها هستند، همراه با بازه‌ای که از هر ۱۰۰ "
        "مقدار، ۹۵ مقدار باید در آن جای گیرد؛ با کمتر از شش دوره پیش‌بینی داده نمی‌شود."
    ),
    "Forecasts carry on from two full years on the seasons (Holt and Winters), with the interval in which 95 of 100 "
    "single values should lie; from fewer than six periods there is none.": (
        "پیش‌بینی‌ها با دو سال کامل داده یا بیشتر الگوی فصلی را ادامه می‌دهند (\u2066Holt and Winters\u2069)، همراه"
        " با بازه‌ای که از هر ۱۰۰ مقدار، ۹۵ مقدار باید در آن جای گیرد؛ با کمتر از شش دوره پیش‌بینی داده "
        "نمی‌شود."
    ),
    "Forecasts carry on the line of least squares through all periods and from two full years on the seasons (Holt "
    "and Winters), with the interval in which 95 of 100 single values should lie; from fewer than six periods there "
    "is none.": (
        "پیش‌بینی‌ها ادامهٔ خط کمترین مربعات از میان همهٔ دوره‌ها هستند و با دو سال کامل داده یا بیشتر "
        "الگوی فصلی را ادامه می‌دهند (\u2066Holt and Winters\u2069)، همراه با بازه‌ای که از هر ۱۰۰ مقدار، ۹۵ مقدار "
        "باید در آن جای گیرد؛ با کمتر از شش دوره پیش‌بینی داده نمی‌شود."
    ),
    "{number} in {period}": "{number} در {period}",
    "α {pairwise}": "α برابر {pairwise}",
    "α {pairwise}, {listwise} among those who answered all": (
        "α برابر {pairwise}، و میان کسانی که به همهٔ گویه‌ها پاسخ داده‌اند {listwise}"
    ),
    "assessors' agreement {number}": "توافق ارزیابان {number}",
    "complete records: no sampling error": "داده‌های کامل: بدون خطای نمونه‌گیری",
    "missing counts as 0": "دادهٔ ناموجود ۰ به شمار می‌آید",
    "needs {coverage} of the weight below": "دست‌کم {coverage} از وزن زیرمجموعه لازم است",
    "weights below from judgements of {number} judges ({method}; consistency ratio {ratio} together, {each} each)": {
        "one": "وزن‌های زیرمجموعه برآمده از قضاوت ({method}؛ نرخ ناسازگاری {ratio})",
        "other": (
            "وزن‌های زیرمجموعه برآمده از قضاوت {number} داور ({method}؛ نرخ ناسازگاری جمعی {ratio} و هر داور به‌ترتیب {each})"
        ),
    },
    "{number} standard deviations": "{number} انحراف معیار",
    "{value} on {day}": "{value} در {day}",
    "for {levels} only": "فقط برای {levels}",
    "logarithmic scale": "مقیاس لگاریتمی",
    "{name} below {value}": "{name} کمتر از {value}",
    "{name} from {value}": "{name} از {value}",
    "status: {ranges}": "وضعیت: {ranges}",
    "to be reviewed by {day}": "بازبینی تا {day}",
    "to be reviewed by {day}, which has come": "بازبینی تا {day}، که موعد آن رسیده است",
    "owner: {owner}": "مسئول: {owner}",
    "in {place}: {charge}": "در {place}: {charge}",
    "{item} (reversed)": "{item} (معکوس)",
    "net promoter score of {items} ({low} to {high}): promoters less detractors, of 100 answers": (
        "شاخص خالص ترویج‌کنندگان از {items} ({low} تا {high}): ترویج‌کنندگان منهای بدگویان، از هر ۱۰۰ پاسخ"
    ),
    "share of answers {answers} among the answers to {items} ({low} to {high})": (
        "سهم پاسخ‌های {answers} از میان پاسخ‌ها به {items} ({low} تا {high})"
    ),
    "mean of {items} ({low} to {high})": "میانگین {items} ({low} تا {high})",
    "mean over persons of their mean over {items} ({low} to {high})": (
        "میانگین افراد از میانگین پاسخ هر فرد به {items} ({low} تا {high})"
    ),
    "mean over persons of their mean over {items} ({low} to {high}), of those who answered at least {number}": (
        "میانگین افراد از میانگین پاسخ هر فرد به {items} ({low} تا {high})، برای کسانی که دست‌کم به {number} گویه پاسخ داده‌اند"
    ),
    "{formula}, weighted by {column}": "{formula}، وزن‌دهی‌شده با {column}",
    "share of rows where {condition}, among rows where {among}": (
        "سهم ردیف‌های دارای شرط {condition} از میان ردیف‌های دارای شرط {among}"
    ),
    "share of rows where {condition}": "سهم ردیف‌های دارای شرط {condition}",
    "{formula}, of rows where {condition}": "{formula}، تنها برای ردیف‌های دارای شرط {condition}",
    "{rows} where {condition}": "{rows} با شرط {condition}",
    "{rows}, by {column}": "{rows}، بر پایهٔ تاریخ {column}",
    "{formula}; over {rows}": "{formula}؛ روی {rows}",
    "{formula}; over one row for each {key}, with {columns}, from {rows}": (
        "{formula}؛ روی یک ردیف برای هر {key}، با {columns}، از {rows}"
    ),
    "entered by hand": "ورود دستی",
    "{formula}; from other measures": "{formula}؛ از روی سنجه‌های دیگر",
    "from {dataset}, not given": "از {dataset}، که داده نشده است",
    "from {columns} of {dataset}, not given": "از {columns} در {dataset}، که داده نشده است",
}
