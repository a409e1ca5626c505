"""What a reader does on the screen's page, in Arabic."""

MESSAGES: dict[str, str | dict[str, str]] = {
    "Dark": "داكن",
    "All": "الكل",
    "Without a status": "بلا حالة",
    "Measures shown: {number} of {all}": "المقاييس المعروضة: {number} من {all}",
    "95% interval {interval}": "فاصل الثقة ٩٥٪: {interval}",
    "Records behind it: {number}": "عدد السجلات التي يستند إليها: {number}",
    "Target": "المستهدف",
    "{unit}, by period": "{unit}، حسب الفترة",
    "{period}, by unit": "{period}، حسب الوحدة",
    "To its row in the report": "الانتقال إلى سطره في التقرير",
    "no more than noise": "لا يتجاوز التذبذب العشوائي",
    "{number} more units are left out here.": "لا تظهر هنا وحدات أخرى عددها {number}.",
    "Skip to the contents": "الانتقال إلى محتوى التقرير",
    "Explore the numbers": "استكشاف الأرقام",
    "Open a row to see what it is made of, down to the measures and how each of them comes about.": (
        "افتح سطرًا لترى مكوّناته، وصولًا إلى المقاييس وكيفية حساب كل منها."
    ),
    "What is shown": "ما يُعرض",
    "Find a measure": "البحث عن مقياس",
    "Open all": "فتح الكل",
    "Close all": "إغلاق الكل",
    "The scorecard's tree": "شجرة بطاقة الأداء",
    "From 0 to 100": "من ٠ إلى ١٠٠",
    "Changes and the thin marks are those since {period}.": "التغيرات والعلامات الرفيعة محسوبة منذ {period}.",
}
