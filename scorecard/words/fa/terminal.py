"""What the commands say in a terminal, in Persian."""

MESSAGES: dict[str, str | dict[str, str]] = {
    "error": "خطا",
    "warning": "هشدار",
    "note": "یادداشت",
    "help:": "راهنمایی:",
    "Change": "تغییر",
    "Facts": "واقعیت‌ها",
    "Perception": "ادراک",
    "Data": "داده",
    "95%\ninterval": "بازهٔ\n۹۵٪",
    "Status\nsure": "اطمینان\nبه وضعیت",
    "Value\nchange": "تغییر\nمقدار",
    "Score\nchange": "تغییر\nامتیاز",
    "Beyond\nnoise": "فراتر\nاز نوسان",
    "Total": "کل",
    "Unassigned": "نامشخص",
    "(blank)": "(خالی)",
    "Points": "تفاوت امتیاز",
    "Because": "علت",
    "Part of": "زیرمجموعهٔ",
    "The scorecard names no entities, or its data have none.": "کارت امتیازی واحدی را نام نبرده است یا داده‌ها واحدی ندارند.",
    "The total has no score in one of the periods: there is no change to take apart.": (
        "امتیاز کل در یکی از دو دوره موجود نیست؛ تغییری برای تجزیه وجود ندارد."
    ),
    "What the change of the total is made of": "اجزای تغییر امتیاز کل",
    "Among\nsiblings": "میان\nهم‌ردیف‌ها",
    "Of the\ntotal": "از\nکل",
    "From": "منشأ",
    "Influence": "تأثیر",
    "In 90% of\nthe draws": "در ۹۰٪\nنمونه‌ها",
    "Status\nstays": "ثبات\nوضعیت",
    "5–95% of\nits ranks": "رتبه‌ها\n۵ تا ۹۵٪",
    "Rank\nmoves": "جابه‌جایی\nرتبه",
    "written": "نوشته‌شده",
    "equal": "برابر",
    "judgements": "قضاوت‌ها",
    "Influence: the share of the differences between entities in the total that goes along with the part (squared "
    "correlation).": "تأثیر: سهمی از تفاوت واحدها در امتیاز کل که با این جزء همراه است (مربع ضریب همبستگی).",
    "Influence: the share of the total's moves with drawn weights that goes along with the part (squared "
    "correlation).": "تأثیر: سهمی از نوسان امتیاز کل با وزن‌های تصادفی که با این جزء همراه است (مربع ضریب همبستگی).",
    "Reading the scorecard": "خواندن کارت امتیازی",
    "Looking at the data": "بررسی داده‌ها",
    "Computing the measures": "محاسبهٔ سنجه‌ها",
    "Scoring": "امتیازدهی",
    "Writing the HTML": "نوشتن HTML",
    "Laying out the PDF": "صفحه‌آرایی PDF",
    "Writing the workbook": "نوشتن کارپوشه",
    "Reports": "گزارش‌ها",
    "Reading {dataset}": "خواندن {dataset}",
    "{stage} ... {number} s": "{stage} … {number} ثانیه",
    "Reports by {level}: {number} ...": "گزارش‌ها به تفکیک {level}: {number} …",
    "{title}: {score}, {period}": "{title}: {score}، {period}",
    "{title}: {score} ({status}), {period}": "{title}: {score} ({status})، {period}",
    "{title}: no total score, {period} ({reason})": "{title}: بدون امتیاز کل، {period} ({reason})",
    "{said}; {points} since {period}": "{said}؛ {points} نسبت به {period}",
    "No room here for: {columns}. A wider terminal, {csv} or {json} has them.": (
        "برای این ستون‌ها جا نیست: {columns}. پایانهٔ پهن‌تر، {csv} یا {json} آن‌ها را دارد."
    ),
    "{number} smaller ones": "{number} جزء کوچک‌تر",
    "Entities by {name}": "واحدها به تفکیک {name}",
    "{mark} {reason}: {sentence}": "{mark} {reason}: {sentence}",
    "Weights were drawn {number} times around these, with spread {spread}. The total has no score.": (
        "وزن‌ها {number} بار به‌صورت تصادفی پیرامون این مقدارها با پراکندگی {spread} گرفته شدند. امتیاز کل موجود نیست."
    ),
    "Weights were drawn {number} times around these, with spread {spread}: the total {score} lies in 90% of the draws"
    " between {low} and {high}.": (
        "وزن‌ها {number} بار به‌صورت تصادفی پیرامون این مقدارها با پراکندگی {spread} گرفته شدند: امتیاز "
        "کل {score} در ۹۰٪ نمونه‌ها میان {low} و {high} است."
    ),
    "Weights were drawn {number} times around these, with spread {spread}: the total {score} lies in 90% of the draws"
    " between {low} and {high}, and its status stays {status} in {stays}.": (
        "وزن‌ها {number} بار به‌صورت تصادفی پیرامون این مقدارها با پراکندگی {spread} گرفته شدند: امتیاز "
        "کل {score} در ۹۰٪ نمونه‌ها میان {low} و {high} است و وضعیت آن در {stays} نمونه‌ها همان {status} "
        "می‌ماند."
    ),
    "… and {number} more: {json} has them.": "… و {number} مورد دیگر: {json} آن‌ها را دارد.",
    "Judgements below {node}: {told}.": "قضاوت‌های زیرمجموعهٔ {node}: {told}.",
    "eigenvector method": "روش بردار ویژه",
    "geometric method": "روش هندسی",
    "consistency ratio {ratio}": "نرخ ناسازگاری {ratio}",
    "consistency ratio {ratio} jointly": "نرخ ناسازگاری جمعی {ratio}",
    "by judge {ratios}": "به تفکیک داور {ratios}",
    "Kendall's W {number} (1: all see the same order)": "ضریب W کندال {number} (۱: همه یک ترتیب را می‌بینند)",
    "rank correlation of each with their geometric mean {numbers}": "همبستگی رتبه‌ای هر داور با میانگین هندسی داوران {numbers}",
    "Ranking by {grouping}": "رتبه‌بندی به تفکیک {grouping}",
    "Ranking by {grouping}: {first} stays first in {share} of the draws": (
        "رتبه‌بندی به تفکیک {grouping}: {first} در {share} نمونه‌ها همچنان نخست است"
    ),
    "{measures} and {files} with {rows} were checked: {found}.": "{measures} و {files} با {rows} بررسی شد: {found}.",
    "{number} measures": "{number} سنجه",
    "{number} files": "{number} پرونده",
    "{number} rows": "{number} ردیف",
    "{number} warnings": "{number} هشدار",
    "{number} notes": "{number} یادداشت",
    "nothing to complain about": "ایرادی دیده نشد",
    "{title} ({number} times)": "{title} ({number} بار)",
    "See them all with: {command}": "برای دیدن همهٔ آن‌ها: {command}",
    "{number} reports: {made} made, {kept} there already.": "{number} گزارش: {made} ساخته شد، {kept} از پیش موجود بود.",
    "Rows that name no {level} are in none of them.": "ردیف‌هایی که {level} ندارند در هیچ‌یک از آن‌ها نیستند.",
    "… and {number} more rows: see {code}": "… و {number} ردیف دیگر: {code} را ببینید",
    "No measure fits {asked}. Try fewer or shorter words.": (
        "هیچ سنجه‌ای با {asked} جور نیست. با واژه‌های کمتر یا کوتاه‌تر بیازمایید."
    ),
    "No measure fits {asked}. Did you mean {names}?": "هیچ سنجه‌ای با {asked} جور نیست. آیا منظورتان {names} بود؟",
    "{number} measures. All about one: {command}": "{number} سنجه. همه‌چیز دربارهٔ یک سنجه: {command}",
    "See also: {names}": "همچنین ببینید: {names}",
    "about": "توضیح",
    "unit": "یکا",
    "target": "هدف",
    "tags": "برچسب‌ها",
    "uses": "بر پایهٔ",
    "columns": "ستون‌ها",
    "defined in": "محل تعریف",
    "none of its own": "هدف ویژه‌ای ندارد",
    "none": "ندارد",
    "share": "سهم",
    "formula": "فرمول",
    "survey": "نظرسنجی",
    "derived": "مشتق",
    "entered": "ورود دستی",
    "{unit}, better higher": "{unit}، بیشتر بهتر",
    "{unit}, better lower": "{unit}، کمتر بهتر",
    "{unit}, best inside a range": "{unit}، بهترین در یک بازه",
}
