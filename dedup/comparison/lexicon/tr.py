"""Turkish. Negation, time and voice are endings of the verb, so forms are listed where they are
frequent."""

from dedup.comparison.lexicon import (
    CURRENCIES,
    METRIC_UNITS,
    SYMBOLS,
    Lexicon,
    figures,
    phrases,
    poles,
    qualifiers,
    table,
    words,
)
from dedup.comparison.number_words import NumberWords
from dedup.text.sentences import Stops

_UNITS = table(
    """kilometre kilometrelik kilometresi=kilometer; metre m=meter; santimetre=centimeter;
    milimetre=millimeter;
    kilogram kilo=kilogram; gram=gram; ton=ton; litre=liter; hektar=hectare; derece=degree;
    saniye sn=second; dakika dk=minute; saat saatte=hour; gün günde gündür=day; hafta haftada=week;
    ay ayda aydır=month; yıl yılda yıldır sene=year"""
)
_CURRENCIES = table(
    """dolar dolara dolarlık doları=dollar; avro euro avroya avroluk avroyu=euro; lira liraya liralık
    lirayı tl ₺=lira;
    sterlin=pound; yen=yen; yuan=yuan; ruble=ruble; frank=franc"""
)
_MONTHS = table(
    """ocak ocakta=ocak; şubat şubatta=şubat; mart martta=mart; nisan nisanda=nisan; mayıs mayısta=mayıs;
    haziran haziranda=haziran; temmuz temmuzda=temmuz; ağustos ağustosta=ağustos; eylül eylülde=eylül;
    ekim ekimde=ekim; kasım kasımda=kasım; aralık aralıkta=aralık"""
)
_DAYS = table(
    """pazartesi=pazartesi; salı=salı; çarşamba=çarşamba; perşembe=perşembe; cuma=cuma; cumartesi=cumartesi;
    pazar=pazar"""
)
_ENDINGS = (
    "in ın un ün nin nın nun nün e a ye ya i ı u ü yi yı yu yü de da te ta den dan ten tan "
    "deki daki le la yle yla na ne "
    "ne nda nde si sı"
)
_NEGATORS = (
    "değil değildi değildir yok yoktu hiç hiçbir asla kimse ne olmadı olmadığı olmadığını olmayan olmadan"
)
_QUANTIFIERS = "tüm bütün bazı birçok çok az birkaç çoğu çoğunluk azınlık yarısı yarım her"
_REPORTING = (
    "dedi dediler diyor söyledi söylediler söylüyor belirtti belirttiler açıkladı açıkladılar "
    "açıklıyor bildirdi "
    "bildirdiler anlattı anlattılar ifade kaydetti kaydettiler ekledi eklediler duyurdu "
    "duyurdular aktardı aktardılar "
    "konuştu yazdı vurguladı vurguladılar yanıtladı "
    "hatırlattı hatırlattılar değerlendirdi paylaştı paylaştılar özetledi yineledi savundu "
    "anlatıyor belirtiyor"
)

_LOST_LIVES = (
    *("canını aldı", "cana mal oldu", "ölümüne yol açtı", "can verdi", "can veren"),
    *("yaşamını yitirdi", "yaşamını yitiren", "yaşamını yitirenlerin"),
)

_SHARES = {
    f"{whole} {part}{case}": value
    for whole, part, value in (
        ("üçte", "biri", 33.3), ("dörtte", "biri", 25.0), ("beşte", "biri", 20.0), ("onda", "biri", 10.0),
        ("üçte", "ikisi", 66.7), ("dörtte", "üçü", 75.0),
    )
    for case in ("", "ni", "nin", "ne", "nde")
}  # fmt: skip

LEXICON = Lexicon(
    code="tr",
    spellings=SYMBOLS
    | _UNITS
    | _CURRENCIES
    | _MONTHS
    | table(
        """yüzde=percent; mn milyon milyonluk=milyon; mr milyar=milyar; dr=doktor; sn=sayın;
        ölü ölüm=ölü; pzt=pazartesi"""
    ),
    phrases=(*_SHARES, *_LOST_LIVES),
    clitics=tuple(f"'{ending}" for ending in sorted(set(_ENDINGS.split()), key=lambda e: (-len(e), e))),
    stops=Stops(
        never=words("dr prof doç av sn bkz no cad sok mah vb yy m.ö m.s alb gen yrd müh"),
        seldom=words("vs vb a.ş ltd şti"),
        openers=words(
            "bu o ve ama fakat ancak bir iki üç dün bugün yarın kaza olay polis yetkililer "
            "ayrıca öte sonra daha için "
            "ile her bütün tüm"
        ),
        ordinals=words("dünya yüzyıl kat gün sınıf yıl"),
    ),
    numerals=NumberWords(
        points=words("virgül"),
        halves=(("buçuk",), ("buçukta",), ("buçuktan",)),
        fractions={"yarım": 0.5},
        values=figures(
            """sıfır=0; bir=1; iki=2; üç=3; dört=4; beş=5; altı=6; yedi=7; sekiz=8; dokuz=9; on=10;
            yirmi=20; otuz=30;
            kırk=40; elli=50; altmış=60; yetmiş=70; seksen=80; doksan=90; ikisi=2; üçü=3; dördü=4; beşi=5;
            altısı=6; yedisi=7; sekizi=8; dokuzu=9; yirmisi=20; otuzu=30; kırkı=40; ellisi=50; altmışı=60;
            yetmişi=70; sekseni=80; doksanı=90; biri=1"""
        ),
        times=figures("yüz=100; bin=1000; milyon=1000000; milyar=1000000000"),
        alone=words("yüz bin"),
        unsure=words("bir biri yüz"),
        compound=True,
    ),
    ordinals=figures(
        """birinci ilk=1; ikinci=2; üçüncü=3; dördüncü=4; beşinci=5; altıncı=6; yedinci=7; sekizinci=8;
        dokuzuncu=9;
        onuncu=10"""
    ),
    unsure_ordinals=words("ilk"),
    scales={"bin": 1e3, "milyon": 1e6, "milyar": 1e9, "düzine": 12.0},
    percent_first=True,
    decimal_point=",",
    qualifiers=qualifiers(
        """en az = least; en fazla, en çok = most; yaklaşık, yaklaşık olarak, aşağı yukarı = about;
        neredeyse = nearly;
        tam = exactly"""
    ),
    currencies=CURRENCIES | frozenset(_CURRENCIES.values()),
    units=METRIC_UNITS | frozenset(_UNITS.values()),
    durations=words("second minute hour day week month year"),
    harm=words(
        """öldü öldüler ölen ölü ölüm öldürdü öldürüldü öldüğünü öldüğü hayatını yaralandı yaralandılar
        yaralı yaralılar
        yaralanan yaralandığını kayıp kayboldu kurban can boğuldu boğularak ölenlerin yaralıların
        cenazesi"""
    )
    - words("cenazesi can")
    | frozenset(_LOST_LIVES),
    tolls=words("ölü yaralı kayıp"),
    unharmed=words("tahliye kurtarıldı kurtardı gözaltına tutuklandı yaralanmadı"),
    survival=words("kurtuldu sağ hayatta"),
    vague=words("onlarca yüzlerce binlerce çok birçok birkaç bazı"),
    clauses=words("çünkü ama ancak fakat sonra iken ki"),
    coordinators=words("ve veya ile"),
    weekdays=_DAYS,
    months={name: number for number, name in enumerate(dict.fromkeys(_MONTHS.values()), start=1)},
    ranges=words("ve ile"),
    relative_days=words("dün bugün yarın"),
    before_years=words("yılında"),
    long_hours=words("hour"),
    minutes=words("minute"),
    clock_cues=words("hour saatler"),
    afternoon=words("akşam öğleden"),
    forenoon=words("sabah sabaha"),
    night=words("gece"),
    time_ends=words("da de ta te dan den tan ten"),
    named_times={"öğlen": "12:00"},
    particles=words("ve"),
    not_names=words(
        """bu o ve ama fakat ancak bir iki üç dün bugün yarın ayrıca öte sonra daha için ile her bütün tüm
        yaklaşık en
        yüzde bazı biz ben siz onlar kimse hiç yağmur kaza olay yol"""
    ),
    titles=words(
        """başkanı başkan cumhurbaşkanı bakanı bakan başbakan başbakanı valisi vali belediye milletvekili
        senatör sayın
        bay bayan doktor profesör general albay kral kraliçe papa sözcüsü sözcü müdürü müdür hakim savcı
        sekreteri"""
    ),
    reporting=words(_REPORTING),
    vouching=words("doğruladı doğruladılar teyit itiraf kabul"),
    doubting=words("iddia savundu öne"),
    warning=words("uyardı uyardılar istedi talep tehdit söz çağrısında"),
    denying=words("yalanladı yalanladılar reddetti reddettiler inkar"),
    always_speech=words("dedi dediler söyledi belirtti anlattı ekledi"),
    according_behind=phrases("göre"),
    topics=words(","),
    hedges=words("iddiaya muhtemelen sözde şüpheli belki tahminen galiba"),
    pronouns=words("o onlar biz ben"),
    determiners=words("bir bu"),
    free_order=True,
    concord=True,
    negators=words(_NEGATORS),
    negative_infixes=("m", "ma", "me", "may", "mey"),
    hardened=str.maketrans("d", "t"),
    implicit_negators=words("reddetti önledi engelledi yasakladı imkansız"),
    planned_endings=("acak", "ecek", "acaklar", "ecekler", "acağını", "eceğini", "acağı", "eceği"),
    poles=poles(
        (words(x), words(y))
        for x, y in (
            (
                "arttı artış yükseldi çıktı büyüdü artarak fazla",
                "azaldı düşüş düştü geriledi indi azalarak az",
            ),
            ("onayladı kabul onaylandı", "reddetti ret reddedildi"),
            ("açıldı açık açtı başladı", "kapandı kapalı kapattı kapatıldı bitti"),
            ("suçlu", "suçsuz masum"),
            ("önce", "sonra"),
            (
                "tutuklandı tutukladı gözaltına yakalandı",
                "serbest bıraktı bırakıldı salıverildi tahliye kaçtı",
            ),
            (
                "görevden uzaklaştırıldı",
                "görevine iade",
            ),
            (
                "kurtuldu",
                "öldü hayatını",
            ),
            (
                "kazara",
                "kasten bilerek",
            ),
            (
                "doğruladı",
                "yalanladı",
            ),
            (
                "destekledi destekliyor",
                "eleştirdi karşı",
            ),
            (
                "uzattı uzatıldı sıkılaştırdı",
                "kaldırdı kaldırıldı gevşetti",
            ),
            (
                "satın",
                "sattı satıldı",
            ),
            (
                "izin",
                "yasakladı yasaklandı yasak",
            ),
            (
                "bulundu",
                "kayboldu kayıp",
            ),
            (
                "dolu",
                "boş",
            ),
            ("mahkum suçlu", "beraat suçsuz aklandı"),
            ("başlattı", "kapattı durdurdu"),
            ("onayladı onadı onandı", "bozdu bozuldu iptal"),
            ("itiraf", "inkar reddetti"),
            ("sürdürdü sürüyor", "durdurdu durduruldu"),
            ("izin", "yasakladı engelledi"),
            ("kazandı galibiyet zafer", "kaybetti yenilgi mağlubiyet"),
            ("canlı sağ", "ölü"),
            ("övdü", "eleştirdi"),
            ("mümkün", "imkansız"),
            ("güvenli", "tehlikeli"),
            ("güçlendirdi", "zayıflattı"),
            ("başarılı", "başarısız"),
            ("yasal", "yasadışı"),
        )
    ),
    statuses=table(
        """edecek edecekler olacak olacaklar=planned; planlıyor planlanıyor hedefliyor bekleniyor
        düşünüyor=planned; olabilir belki
        muhtemelen=possible; gerekiyor
        gerek zorunda=required; tamamlandı bitti etti ettiler=done; sürüyor devam=ongoing"""
    ),
    weak_statuses=words("devam"),
    quantifiers=words(_QUANTIFIERS),
    shares=_SHARES | dict.fromkeys(words("yarısı yarısını yarısının"), 50.0),
    directions=words("kuzey güney doğu batı kuzeyinde güneyinde doğusunda batısında sağ sol"),
    function_words=words(
        """ve ile de da ki bu şu o bir için gibi daha olarak olan oldu olduğu olduğunu ise en mi mı mu mü
        çok kadar göre
        sonra önce üzere"""
    )
    | frozenset(f"'{ending}" for ending in _ENDINGS.split()),
    contentful=words(_NEGATORS) | words(_QUANTIFIERS) | words("önce sonra en daha kadar"),
    causes=words("neden nedeni sebep sebebi"),
)
