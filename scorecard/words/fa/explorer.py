"""What a reader does on the screen's page, in Persian."""

MESSAGES: dict[str, str | dict[str, str]] = {
    "Dark": "تیره",
    "All": "همه",
    "Without a status": "بدون وضعیت",
    "Measures shown: {number} of {all}": "سنجه‌های نمایش‌داده‌شده: {number} از {all}",
    "95% interval {interval}": "بازهٔ اطمینان ۹۵٪: {interval}",
    "Records behind it: {number}": "تعداد رکوردهای پشتوانه: {number}",
    "Target": "هدف",
    "{unit}, by period": "{unit}، به تفکیک دوره",
    "{period}, by unit": "{period}، به تفکیک واحد",
    "To its row in the report": "رفتن به سطر آن در گزارش",
    "no more than noise": "در حد نوسان تصادفی",
    "{number} more units are left out here.": "{number} واحد دیگر در این بخش نیامده است.",
    "Skip to the contents": "پرش به متن گزارش",
    "Explore the numbers": "کاوش در ارقام",
    "Open a row to see what it is made of, down to the measures and how each of them comes about.": (
        "با باز کردن هر سطر اجزای آن دیده می‌شود، تا سنجه‌ها و شیوهٔ محاسبهٔ هر یک."
    ),
    "What is shown": "آنچه نمایش داده می‌شود",
    "Find a measure": "جست‌وجوی سنجه",
    "Open all": "باز کردن همه",
    "Close all": "بستن همه",
    "The scorecard's tree": "درخت کارت امتیازی",
    "From 0 to 100": "از ۰ تا ۱۰۰",
    "Changes and the thin marks are those since {period}.": "تغییرها و نشانه‌های باریک نسبت به {period} هستند.",
}
