"""Names of weekdays and months in 19 languages, as running text inflects them."""

NAMES = {
    "en": """monday tuesday wednesday thursday friday saturday sunday
        january/jan february/feb march april/apr - june/jun july/jul august/aug
        september/sep/sept october/oct november/nov december/dec""",
    "de": """montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag
        januar/jänner februar märz april mai juni juli august september oktober november dezember""",
    "fr": """lundi mardi mercredi jeudi vendredi samedi dimanche
        janvier février - avril mai juin juillet août septembre octobre novembre décembre""",
    "es": """lunes martes miércoles jueves viernes sábado domingo
        enero febrero marzo abril - junio julio agosto septiembre/setiembre octubre noviembre diciembre""",
    "it": """lunedì martedì mercoledì giovedì venerdì sabato domenica
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre""",
    "pt": """- terça quarta quinta sexta sábado domingo
        janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro""",
    "nl": """maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
        januari februari maart april mei juni juli augustus september oktober november december""",
    "sv": """måndag tisdag onsdag torsdag fredag lördag söndag
        januari februari mars april maj juni juli augusti september oktober november december""",
    "no": """mandag tirsdag onsdag torsdag fredag lørdag søndag
        januar februar - april mai juni juli august september oktober november desember""",
    "pl": """poniedziałek wtorek środa/środę czwartek piątek sobota/sobotę niedziela/niedzielę
        stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia""",
    "ru": """понедельник вторник среду четверг пятницу субботу воскресенье
        января февраля марта апреля мая июня июля августа сентября октября ноября декабря""",
    "tr": """pazartesi salı çarşamba perşembe cuma cumartesi pazar
        ocak şubat - nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık""",
    "el": """δευτέρα - τετάρτη πέμπτη παρασκευή σάββατο κυριακή
        ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου
        σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου""",
    "ar": """الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
        يناير فبراير - أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر""",
    "he": """- - - - - - -
        ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי
        אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר""",
    "hi": """सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
        जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर""",
    "ko": """월요일/월요일에 화요일/화요일에 수요일/수요일에 목요일/목요일에
        금요일/금요일에 토요일/토요일에 일요일/일요일에
        1월/1월에 2월/2월에 3월/3월에 4월/4월에 5월/5월에 6월/6월에 7월/7월에 8월/8월에 9월/9월에 10월/10월에
        11월/11월에 12월/12월에""",
    "zh": "周一/週一 周二/週二 周三/週三 周四/週四 周五/週五 周六/週六 周日/週日",
    "ja": "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
}
"""Weekdays, Monday first, and months, by language; - for a name that is a common word, there or elsewhere."""
