"""The method page and how measures are computed, in Arabic."""

MESSAGES: dict[str, str | dict[str, str]] = {
    ", ": "، ",
    "; ": "؛ ",
    "weighted mean of the parts below": "المتوسط المرجح للأجزاء الأدنى",
    "weighted geometric mean of the parts below; 0 where one of them is 0": (
        "المتوسط الهندسي المرجح للأجزاء الأدنى؛ ويكون ٠ إذا كان أحدها ٠"
    ),
    "lowest score of the parts below": "أدنى درجة بين الأجزاء الأدنى",
    "the rows of {dataset} of the period": "صفوف {dataset} ضمن الفترة",
    "the rows of {dataset} up to the end of the period": "صفوف {dataset} حتى نهاية الفترة",
    "the rows of {dataset} from the start of the year to the end of the period": "صفوف {dataset} من بداية السنة إلى نهاية الفترة",
    "the rows of {dataset} open at the start of the period": "صفوف {dataset} المفتوحة في بداية الفترة",
    "the rows of {dataset} open at the end of the period": "صفوف {dataset} المفتوحة في نهاية الفترة",
    "the rows of {dataset} of all time": "جميع صفوف {dataset}",
    "the rows of {dataset} of the last {number} periods": {
        "one": "صفوف {dataset} ضمن الفترة",
        "two": "صفوف {dataset} ضمن الفترتين الأخيرتين",
        "few": "صفوف {dataset} ضمن آخر {number} فترات",
        "many": "صفوف {dataset} ضمن آخر {number} فترة",
        "other": "صفوف {dataset} ضمن آخر {number} فترة",
    },
    "Wilson's for shares": "فاصل ويلسون للنسب",
    "the adjusted Wald interval for net promoter scores (Rocks 2016)": (
        "فاصل والد المعدَّل لصافي نقاط الترويج (\u2066Rocks 2016\u2069)"
    ),
    "Student's for means": "فاصل ستيودنت للمتوسطات",
    "Student's after linearisation for ratios of sums and weighted answers": (
        "فاصل ستيودنت بعد التحويل الخطي لنسب المجاميع والإجابات المرجحة"
    ),
    "principal eigenvector": "المتجه الذاتي الرئيسي",
    "geometric means of rows": "المتوسطات الهندسية للصفوف",
    "baseline": "خط الأساس",
    "previous": "الفترة السابقة",
    "lowest {units}": "أدنى قيمة على مستوى {units}",
    "highest {units}": "أعلى قيمة على مستوى {units}",
    "mean over every {units}": "متوسط جميع الوحدات على مستوى {units}",
    "percentile {number} over every {units}": "المئين {number} لجميع الوحدات على مستوى {units}",
    "Every measure is computed from the records, or entered by hand, separately for each period and each unit.": (
        "يُحسب كل مقياس من السجلات أو يُدخَل يدويًا، لكل فترة ولكل وحدة على حدة."
    ),
    "A measure's floor scores 0 and its goal 100; values between them score in proportion, values beyond stay at 0 or 100.": (
        "ينال الحد الأدنى للمقياس الدرجة ٠ وينال مستهدفه الدرجة ١٠٠؛ وتُمنح القيم الواقعة بينهما درجات "
        "بالتناسب، أما القيم الواقعة خارجهما فتبقى عند ٠ أو ١٠٠."
    ),
    "A target of the kind “at least” or “at most” scores 100 where it is met and 0 where it is not.": (
        "المستهدف من نوع «على الأقل» أو «على الأكثر» ينال ١٠٠ إذا تحقق و٠ إذا لم يتحقق."
    ),
    "On a logarithmic scale values score in proportion to their logarithm; values of 0 and below score least.": (
        "على المقياس اللوغاريتمي تتناسب الدرجة مع لوغاريتم القيمة؛ وتنال القيم التي تساوي صفرًا أو تقل عنه أدنى درجة."
    ),
    "A target that moves with time is taken as it stands on a period's last day.": (
        "المستهدف الذي يتغير مع الزمن يؤخذ كما هو في اليوم الأخير من الفترة."
    ),
    "A factor's score is the weighted mean of its measures, a perspective's of its factors, the total's of the perspectives.": (
        "درجة العامل هي المتوسط المرجح لمقاييسه، ودرجة المنظور هي المتوسط المرجح لعوامله، والدرجة الكلية "
        "هي المتوسط المرجح للمناظير."
    ),
    "A factor's score is the weighted mean of its measures, a perspective's of its factors, the total's of the "
    "perspectives, unless the table below names another rule.": (
        "درجة العامل هي المتوسط المرجح لمقاييسه، ودرجة المنظور هي المتوسط المرجح لعوامله، والدرجة الكلية "
        "هي المتوسط المرجح للمناظير، ما لم يذكر الجدول أدناه قاعدة أخرى."
    ),
    "Weights count relative to their siblings; the table below gives each one's share of the total.": (
        "تُحتسب الأوزان نسبةً إلى الأجزاء النظيرة؛ ويبيّن الجدول أدناه حصة كل جزء من الإجمالي."
    ),
    "Weights from judgements: each pair of siblings was compared, from 1 (as much) to 9 (extremely more); a "
    "consistency ratio (random indices of Saaty 2005) above 0.1 means that the judgements contradict each other.": (
        "الأوزان المستمدة من الأحكام: قورن كل زوج من الأجزاء النظيرة على سلّم من ١ (بالقدر نفسه) إلى ٩ "
        "(أكثر بكثير جدًا)؛ ونسبة الاتساق التي تزيد على ٠٫١ (بمؤشرات \u2066Saaty 2005\u2069 العشوائية) تعني أن "
        "الأحكام يناقض بعضها بعضًا."
    ),
    "A measure with weight 0, or without a target, is shown and not scored.": (
        "المقياس الذي وزنه ٠ أو ليس له مستهدف يُعرض ولا يُمنح درجة."
    ),
    "A measure with status ranges of its own has its status by its value, not by its score.": (
        "المقياس الذي له نطاقات حالة خاصة به تُحدَّد حالته بقيمته لا بدرجته."
    ),
    "Missing data are never turned into a score in silence: the reason is named, and the weight goes to what is "
    "present, unless the scorecard says that missing counts as zero.": (
        "لا تتحول البيانات المفقودة إلى درجة دون الإشارة إلى ذلك: يُذكر السبب، ويُنقل الوزن إلى ما هو "
        "متوفر، ما لم تنص بطاقة الأداء على احتساب المفقود صفرًا."
    ),
    "Coverage is the share of weight that has a score; where it falls below what the scorecard asks for, there is no "
    "score.": "التغطية هي حصة الوزن التي لها درجة؛ فإذا قلّت عمّا تشترطه بطاقة الأداء فلا تُمنح درجة.",
    "The change of the total is split exactly among the measures: value moved, target moved, or data missing on one side.": (
        "يوزَّع التغير في الدرجة الكلية توزيعًا دقيقًا على المقاييس: تغيّرت القيمة، أو تغيّر المستهدف، أو"
        " غابت البيانات في إحدى الفترتين."
    ),
    "Under a geometric mean the split is made in logarithms, under a lowest score by how long each part is the lowest"
    " while all of them move evenly from baseline to target.": (
        "مع المتوسط الهندسي يُجرى التوزيع على اللوغاريتمات، ومع قاعدة أدنى درجة بحسب المدة التي يكون فيها"
        " كل جزء هو الأدنى حين تنتقل الأجزاء كلها بانتظام من خط الأساس إلى فترة المقارنة."
    ),
    "Numbers are rounded only for print. The parts of a change are rounded so that they add up; a change that is "
    "worked out from two printed numbers may differ in the last digit.": (
        "تُقرَّب الأرقام عند الطباعة فقط. وتُقرَّب أجزاء التغير بحيث يصح مجموعها؛ وقد يختلف في الخانة "
        "الأخيرة التغيرُ المحسوب من رقمين مطبوعين."
    ),
    "Values from samples have a 95% interval: {methods}.": "للقيم المستمدة من العينات فاصل ثقة ٩٥٪: {methods}.",
    "Where it is known how many there are in all, the interval is the narrower the more of them answered.": (
        "حيث يُعرف حجم المجتمع كله، يضيق الفاصل كلما زادت حصة من أجابوا."
    ),
    "A score's interval is its value's, carried through floor and goal; targets count as known. Up the tree the "
    "errors of measures that the same people answered are added up, of others the root of the sum of squares is "
    "taken. How sure a status is comes from seeded random draws.": (
        "فاصل الدرجة هو فاصل قيمتها منقولًا عبر الحد الأدنى والمستهدف؛ وتُعد المستهدفات معلومة. وفي "
        "المستويات الأعلى تُجمع أخطاء المقاييس التي أجاب عنها الأشخاص أنفسهم، ويؤخذ لسواها جذر مجموع "
        "المربعات. أما مدى التيقن من الحالة فمصدره سحب عشوائي قابل للتكرار."
    ),
    "A change is more than noise where samples as large would differ as much less than once in 20 times if nothing "
    "had changed; of several measures tested, each is tested the more strictly (Holm 1979).": (
        "يُعد التغير أكبر من التذبذب العشوائي إذا كانت عينات بالحجم نفسه ستختلف بهذا القدر أقل من مرة في "
        "كل ٢٠ مرة لو لم يتغير شيء؛ وكلما زاد عدد المقاييس المختبَرة كان اختبار كل منها أشد صرامة (\u2066Holm "
        "1979\u2069)."
    ),
    "Those who answered in both periods are compared with themselves.": "من أجابوا في الفترتين يُقارَنون بأنفسهم.",
    "Values from fewer than {number} answers are withheld, and with them as many others as could give them away; they"
    " count as missing.": (
        "تُحجب القيم المستندة إلى عدد من الإجابات يقل عن {number}، ومعها كل قيمة أخرى قد تكشفها؛ وتُعد هذه القيم مفقودة."
    ),
    "Values from fewer answers than the scorecard asks for are withheld, and with them as many others as could give "
    "them away; they count as missing.": (
        "تُحجب القيم المستندة إلى إجابات أقل مما تشترطه بطاقة الأداء، ومعها كل قيمة أخرى قد تكشفها؛ وتُعد هذه القيم مفقودة."
    ),
    "Cronbach's α tells whether the items of a scale measure one thing: over all pairs of answers, and beside it "
    "among those who answered all; 0.7 is the usual least.": (
        "يبيّن معامل ألفا كرونباخ (α) ما إذا كانت بنود السلّم تقيس شيئًا واحدًا: على أساس جميع أزواج "
        "الإجابات، وإلى جانبه بين من أجابوا عن البنود كلها؛ والحد الأدنى المعتاد ٠٫٧."
    ),
    "Assessors' agreement is r_wg (James, Demaree and Wolf 1984): 1 where all choose the same level, 0 where they "
    "might have thrown dice; 0.7 is the usual least.": (
        "يقاس اتفاق المقيّمين بالمؤشر \u2066r_wg\u2069 (\u2066James, Demaree and Wolf 1984\u2069): يكون ١ إذا اختاروا جميعًا "
        "المستوى نفسه، و٠ إذا كانت اختياراتهم كرمي النرد؛ والحد الأدنى المعتاد ٠٫٧."
    ),
    "Scores by facts or perceptions alone are rolled up by the same rules from the measures of one kind.": (
        "الدرجات بحسب الوقائع وحدها أو التصورات وحدها تُجمَّع بالقواعد نفسها من المقاييس التي هي من نوع واحد."
    ),
    "Forecasts carry on the line of least squares through all periods, with the interval in which 95 of 100 single "
    "values should lie; from fewer than six periods there is none.": (
        "تمدّ التوقعاتُ خط المربعات الصغرى عبر جميع الفترات، مع الفاصل الذي ينبغي أن تقع فيه ٩٥ من كل ١٠٠"
        " قيمة منفردة؛ ولا توقع من أقل من ست فترات."
    ),
    "Forecasts carry on from two full years on the seasons (Holt and Winters), with the interval in which 95 of 100 "
    "single values should lie; from fewer than six periods there is none.": (
        "تتبع التوقعاتُ النمط الموسمي ابتداءً من سنتين كاملتين (\u2066Holt and Winters\u2069)، مع الفاصل الذي ينبغي"
        " أن تقع فيه ٩٥ من كل ١٠٠ قيمة منفردة؛ ولا توقع من أقل من ست فترات."
    ),
    "Forecasts carry on the line of least squares through all periods and from two full years on the seasons (Holt "
    "and Winters), with the interval in which 95 of 100 single values should lie; from fewer than six periods there "
    "is none.": (
        "تمدّ التوقعاتُ خط المربعات الصغرى عبر جميع الفترات، وتتبع النمط الموسمي ابتداءً من سنتين كاملتين"
        " (\u2066Holt and Winters\u2069)، مع الفاصل الذي ينبغي أن تقع فيه ٩٥ من كل ١٠٠ قيمة منفردة؛ ولا توقع من أقل"
        " من ست فترات."
    ),
    "{number} in {period}": "{number} في {period}",
    "α {pairwise}": "α = {pairwise}",
    "α {pairwise}, {listwise} among those who answered all": "α = {pairwise}، و{listwise} بين من أجابوا عن البنود كلها",
    "assessors' agreement {number}": "اتفاق المقيّمين {number}",
    "complete records: no sampling error": "سجلات كاملة: لا خطأ معاينة",
    "missing counts as 0": "يُحتسب المفقود ٠",
    "needs {coverage} of the weight below": "يلزم توفر {coverage} من الوزن الأدنى",
    "weights below from judgements of {number} judges ({method}; consistency ratio {ratio} together, {each} each)": {
        "one": "الأوزان الأدنى مستمدة من الأحكام ({method}؛ نسبة الاتساق {ratio})",
        "two": "الأوزان الأدنى مستمدة من أحكام محكّمَين ({method}؛ نسبة الاتساق {ratio} مجتمعَين، ولكل منهما على التوالي {each})",
        "few": (
            "الأوزان الأدنى مستمدة من أحكام {number} محكّمين ({method}؛ نسبة الاتساق {ratio} مجتمعين، ولكل "
            "منهم على التوالي {each})"
        ),
        "many": (
            "الأوزان الأدنى مستمدة من أحكام {number} محكّمًا ({method}؛ نسبة الاتساق {ratio} مجتمعين، ولكل منهم على التوالي {each})"
        ),
        "other": (
            "الأوزان الأدنى مستمدة من أحكام {number} محكّم ({method}؛ نسبة الاتساق {ratio} مجتمعين، ولكل منهم على التوالي {each})"
        ),
    },
    "{number} standard deviations": "{number} × الانحراف المعياري",
    "{value} on {day}": "{value} في {day}",
    "for {levels} only": "فقط على مستوى {levels}",
    "logarithmic scale": "مقياس لوغاريتمي",
    "{name} below {value}": "{name} أقل من {value}",
    "{name} from {value}": "{name} من {value}",
    "status: {ranges}": "الحالة: {ranges}",
    "to be reviewed by {day}": "تُراجَع في موعد أقصاه {day}",
    "to be reviewed by {day}, which has come": "تُراجَع في موعد أقصاه {day}، وقد حلّ الموعد",
    "owner: {owner}": "المسؤول: {owner}",
    "in {place}: {charge}": "في {place}: {charge}",
    "{item} (reversed)": "{item} (معكوس)",
    "net promoter score of {items} ({low} to {high}): promoters less detractors, of 100 answers": (
        "صافي نقاط الترويج من {items} ({low} إلى {high}): المروّجون ناقصًا المنتقدين، من كل ١٠٠ إجابة"
    ),
    "share of answers {answers} among the answers to {items} ({low} to {high})": (
        "نسبة الإجابات {answers} من بين الإجابات عن {items} ({low} إلى {high})"
    ),
    "mean of {items} ({low} to {high})": "متوسط {items} ({low} إلى {high})",
    "mean over persons of their mean over {items} ({low} to {high})": (
        "متوسط الأفراد لمتوسط إجابات كل فرد عن {items} ({low} إلى {high})"
    ),
    "mean over persons of their mean over {items} ({low} to {high}), of those who answered at least {number}": (
        "متوسط الأفراد لمتوسط إجابات كل فرد عن {items} ({low} إلى {high})، لمن بلغ عدد إجاباته {number} على الأقل"
    ),
    "{formula}, weighted by {column}": "{formula}، مرجَّحًا بالعمود {column}",
    "share of rows where {condition}, among rows where {among}": (
        "نسبة الصفوف التي تحقق الشرط {condition} من بين الصفوف التي تحقق الشرط {among}"
    ),
    "share of rows where {condition}": "نسبة الصفوف التي تحقق الشرط {condition}",
    "{formula}, of rows where {condition}": "{formula}، للصفوف التي تحقق الشرط {condition} فقط",
    "{rows} where {condition}": "{rows} بشرط {condition}",
    "{rows}, by {column}": "{rows}، بحسب تاريخ {column}",
    "{formula}; over {rows}": "{formula}؛ على {rows}",
    "{formula}; over one row for each {key}, with {columns}, from {rows}": (
        "{formula}؛ على صف واحد لكل {key}، مع {columns}، من {rows}"
    ),
    "entered by hand": "إدخال يدوي",
    "{formula}; from other measures": "{formula}؛ من مقاييس أخرى",
    "from {dataset}, not given": "من {dataset}، وهي غير متاحة",
    "from {columns} of {dataset}, not given": "من {columns} في {dataset}، وهي غير متاحة",
}
