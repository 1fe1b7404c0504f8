"""German. Numerals by the rules of compound cardinals; own lists for the rest."""

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
    """Kilometer Kilometern=kilometer; Meter Metern m=meter; Zentimeter Zentimetern=centimeter;
    Millimeter Millimetern=millimeter; Kilogramm Kilo=kilogram; Gramm g=gram; Tonne Tonnen=ton; Liter
    Litern=liter; Hektar=hectare; Grad=degree; Sekunde Sekunden=second; Minute Minuten min=minute;
    Stunde Stunden std=hour; Tag Tage Tagen=day; Woche Wochen=week; Monat Monate Monaten=month;
    Jahr Jahre Jahren=year"""
)
_CURRENCIES = table(
    """Dollar Dollars=dollar; Euro Euros=euro; Pfund=pound; Franken=franc; Yen=yen; Yuan=yuan; Rubel=ruble;
    Cent=cent; Kronen Krone=krone; Zloty=zloty; Lira=lira"""
)
_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_MONTH_NUMBERS = {m: n for n, m in enumerate(table(_MONTHS + "=x"), start=1)}
_NEGATORS = words(
    "nicht kein keine keinen keinem keiner keines nie niemals niemand niemanden nichts weder ohne nirgends"
)
_QUANTIFIERS = words(
    "alle allen einige einigen viele vielen wenige wenigen mehrere mehreren beide beiden "
    "mehrheit hälfte meisten "
    "sämtliche jeder jede jedes doppelt"
)
_REPORTING = (
    "sagte sagten sagt sagen gesagt erklärte erklärten erklärt teilte teilten teilt mitteilte mitteilten "
    "mitgeteilt meldete meldeten meldet berichtete berichteten berichtet gab gaben äußerte "
    "äußerten betonte "
    "betonten betont fügte fügten hinzufügte schrieb schrieben schreibt ergänzte ergänzten "
    "erzählte erzählten "
    "schilderte kündigte kündigten ankündigte informierte informierten verkündete antwortete "
    "meinte meinten "
    "verlautbarte unterstrich hieß heißt "
    "bekräftigte bekräftigten beklagte beklagten bemerkte bilanzierte urteilte versicherte "
    "versicherten verdeutlichte erinnerte erwiderte entgegnete präzisierte konstatierte "
    "resümierte notierte"
)
_PREPOSITIONS = (
    "am im in an auf bei beim vom von zum zur zu nach vor seit während wegen trotz mit durch für gegen um bis"
)

_OPINION = "; ".join(
    f"nach {head} {article}"
    for head in (
        "angaben", "darstellung", "einschätzung", "ansicht", "auffassung", "auskunft", "mitteilung",
        "erkenntnissen", "informationen", "worten", "meinung",
    )
    for article in ("der", "des", "von")
)  # fmt: skip
"""Phrases that attribute: "nach Darstellung der Stadt"."""

LEXICON = Lexicon(
    code="de",
    spellings=SYMBOLS
    | _UNITS
    | _CURRENCIES
    | table(
        """prozent=percent; jan jänner=januar; feb=februar; mrz=märz; apr=april; jun=juni; jul=juli;
        aug=august;
        sep sept=september; okt=oktober; nov=november; dez=dezember; mio=millionen; mrd=milliarden;
        million=millionen; milliarde=milliarden; dr=doktor; usw=usw; ca=circa; rd=rund; bzw=beziehungsweise;
        mindestens=mindestens"""
    ),
    phrases=("ums leben",),
    stops=Stops(
        never=words(
            "z b z.b d h d.h u a u.a bzw ca dr prof hr fr st nr str abs art vgl evtl ggf inkl "
            "rd sog dipl ing "
            "gen u.s.w s o v mio mrd tel hrsg bd"
        ),
        seldom=words("jan feb mrz apr jun jul aug sep sept okt nov dez usw etc co jr"),
        openers=words(
            "der die das den dem des ein eine einen einem einer in im an am auf bei mit nach "
            "von vor zu zum zur "
            "seit während wegen trotz und oder aber doch es er sie wir ich ihr man dies diese "
            "dieser dieses wenn "
            "als ob weil da dort hier heute gestern morgen auch nur so wie wer was wo zwei drei alle viele"
        ),
        ordinals=frozenset(_MONTH_NUMBERS)
        | words(
            "jahrhundert mal platz runde etage stock jahrestag geburtstag "
            "januar jan feb apr aug sept okt nov dez"
        ),
    ),
    numerals=NumberWords(
        points=words("komma"),
        fractions={"anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5}
        | dict.fromkeys(words("halbe halben"), 0.5),
        values=figures(
            """null=0; ein eins eine einen einem einer eines=1; zwei zwo zweier=2; drei dreier=3; vier=4;
            fünf=5;
            sechs=6; sieben=7; acht=8; neun=9; zehn=10; elf=11; zwölf=12; dreizehn=13; vierzehn=14;
            fünfzehn=15;
            sechzehn=16; siebzehn=17; achtzehn=18; neunzehn=19; zwanzig=20; dreißig=30; vierzig=40;
            fünfzig=50;
            sechzig=60; siebzig=70; achtzig=80; neunzig=90"""
        ),
        times=figures(
            "hundert=100; tausend=1000; million millionen=1000000; milliarde milliarden=1000000000"
        ),
        alone=words("hundert tausend"),
        joiners=words("und"),
        unsure=words("ein eine einen einem einer eines eins"),
        units_first=True,
        compound=True,
    ),
    ordinals=figures(
        """erste erster erstes ersten erstem=1; zweite zweiter zweites zweiten zweitem=2; dritte dritter
        drittes
        dritten=3; vierte vierter vierten=4; fünfte fünfter fünften=5; sechste sechster sechsten=6; siebte
        siebter siebten=7; achte achter achten=8; neunte neunter neunten=9; zehnte zehnter zehnten=10"""
    ),
    unsure_ordinals=words("achten"),
    scales={"hundert": 1e2, "tausend": 1e3, "millionen": 1e6, "milliarden": 1e9, "dutzend": 12.0},
    decimal_point=",",
    qualifiers=qualifiers(
        """mindestens, wenigstens, nicht weniger als = least; mehr als, über = more; weniger als, unter =
        less;
        bis zu, höchstens, maximal = most; fast, nahezu, beinahe, knapp = nearly; rund, etwa, ungefähr,
        circa,
        an die, gegen = about; genau, exakt = exactly"""
    ),
    currencies=CURRENCIES | frozenset(_CURRENCIES.values()),
    units=METRIC_UNITS | frozenset(_UNITS.values()),
    durations=words("second minute hour day week month year"),
    harm=words(
        """menschenleben
        erstickten erstickt verbrannten verunglückten umkamen
        tot tote toten toter totes getötet tötete töteten starb starben gestorben sterben stirbt verletzt
        verletzte verletzten verletzter schwerverletzte leichtverletzte umgekommen umgebracht opfer
        opfern
        todesopfer todesopfern vermisst vermisste vermissten ertrunken ertranken ertrank ermordet erschossen
        leichen leiche leben todesfälle verwundet verwundete verwundeten verunglückt verletzungen erlagen
        erlag"""
    )
    - words("leben")
    | {"ums leben"},
    tolls=words("tote toten verletzte verletzten opfer todesopfer vermisste leichen"),
    unharmed=words(
        """evakuiert gerettet festgenommen verhaftet unverletzt unversehrt geflohen flohen obdachlos
        sicherheit
        überlebt"""
    ),
    survival=words("überlebte überlebten überlebende überlebenden leben"),
    vague=words("dutzende hunderte tausende zahlreiche mehrere einige viele dutzenden hunderten tausenden"),
    clauses=words("als nachdem während weil obwohl aber dass damit wenn bevor seit sondern"),
    auxiliaries=words("ist sind war waren wurde wurden worden hat haben hatte hatten wird werden"),
    coordinators=words("und oder sowie"),
    including=words("darunter einschließlich inklusive"),
    no_words=words("keine kein niemand nicht"),
    weekdays=table(
        """montag montags=montag; dienstag dienstags=dienstag; mittwoch mittwochs=mittwoch;
        donnerstag donnerstags=donnerstag; freitag freitags=freitag; samstag samstags sonnabend=samstag;
        sonntag sonntags=sonntag"""
    ),
    months=_MONTH_NUMBERS,
    ranges=words("und bis"),
    relative_days=words("gestern heute vorgestern übermorgen"),
    periods=words("week month year wochenende"),
    period_heads=words(
        "letzte letzten nächste nächsten vergangene vergangenen kommende kommenden dieser diesen"
    ),
    before_years=words("im year seit bis von und anfang ende mitte"),
    hours=words("uhr"),
    minutes=words("uhr minute"),
    clock_cues=words(""),
    minutes_past={
        ("halb",): -30,
        (
            "viertel",
            "nach",
        ): 15,
        (
            "viertel",
            "vor",
        ): -15,
        ("viertel",): -45,
        ("dreiviertel",): -15,
    },
    afternoon=words("abends abend nachmittags nachmittag"),
    forenoon=words("morgens morgen früh vormittags vormittag"),
    night=words("nachts nacht"),
    named_times={"mitternacht": "00:00"},
    particles=words("von zu van de der und") - words("der und"),
    not_names=words(
        """der die das den dem des ein eine einen einem einer in im an am auf bei mit nach von vor zu zum
        zur seit
        und oder aber doch es er sie wir ich ihr man dies diese dieser dieses wenn als ob weil da dort
        hier heute
        gestern auch nur so wie wer was wo rund etwa mindestens ende anfang mitte dutzende hunderte tausende
        millionen prozent menschen tonnen liter meter kilometer grad teile teil zahl angaben laut wegen
        trotz
        nachdem obwohl während für gegen durch über unter bereits insgesamt zudem außerdem"""
    ),
    articles=words("der die das den dem des"),
    place_cues=words("in aus nach bei nahe"),
    titles=words(
        """präsident präsidentin kanzler kanzlerin minister ministerin ministerpräsident ministerpräsidentin
        bürgermeister bürgermeisterin herr herrn frau doktor dr professor prof general oberst könig
        königin papst
        richter richterin direktor direktorin senator sprecher sprecherin chef chefin gouverneur
        gouverneurin
        abgeordnete abgeordneter staatsanwalt staatsanwältin trainer trainerin"""
    ),
    title_endings=(
        "minister",
        "ministerin",
        "präsident",
        "präsidentin",
        "sprecher",
        "sprecherin",
        "meister",
        "meisterin",
        "leiter",
        "leiterin",
        "chef",
        "chefin",
        "direktor",
        "direktorin",
        "anwalt",
        "anwältin",
        "kommissar",
        "kommissarin",
        "forscher",
        "forscherin",
    ),
    nouns_capital=True,
    reporting=words(_REPORTING),
    vouching=words("bestätigte bestätigten bestätigt räumte räumten einräumte einräumten gestand zugab"),
    doubting=words("behauptete behaupteten behauptet beteuerte beteuerten"),
    warning=words("warnte warnten warnt forderte forderten fordert drohte drohten versprach mahnte"),
    denying=words("bestritt bestritten bestreitet dementierte dementierten dementiert leugnete verneinte"),
    always_speech=words(_REPORTING) - words("gab gaben")
    | words("bestätigte bestätigten warnte warnten bestritt dementierte forderte räumte behauptete"),
    according_behind=phrases("zufolge"),
    according=phrases(
        "laut; gemäß; nach aussage; aus sicht der; aus sicht des; unter berufung auf; " + _OPINION + "; "
        "nach den worten von; so"
    ),
    according_after_comma=words("so"),
    hedges=words(
        "angeblich mutmaßlich mutmaßliche mutmaßlichen vermutlich wahrscheinlich möglicherweise offenbar "
        "womöglich wohl anscheinend vielleicht"
    ),
    anonymous=words("behörden polizei sprecher sprecherin zeugen augenzeugen beamte experten kreise"),
    speech_auxiliaries=words("hat haben hatte hatten am auch zuvor später"),
    stops_before=words("dass und aber weil als während nachdem wenn ob obwohl"),
    stops_behind=words(
        "dass am im in an auf bei während als und aber mit weil gegenüber nach seit heute gestern "
        "zunächst hinzu dazu"
    ),
    pronouns=words("er sie es wir ich man"),
    finite=words(
        "ist sind war waren wurde wurden hat haben hatte hatten wird werden kann können soll sollen muss"
    ),
    no_speech_after=words("zu"),
    relatives=words(""),
    determiners=words("der die das den dem des ein eine einen einem einer seine ihre"),
    verb_first=True,
    adverbial_openers=words(_PREPOSITIONS) | words("heute gestern zuvor später zudem außerdem auch"),
    free_order=True,
    negators=_NEGATORS,
    implicit_negators=words("verhinderte verweigerte verzichtete fehlte mangelte unmöglich ablehnte lehnte"),
    negative_prefixes=("un", "in"),
    poles=poles(
        (words(x), words(y))
        for x, y in (
            ("eingestellt angestellt", "entlassen gekündigt"),
            (
                "stieg stiegen gestiegen zugenommen wuchs gewachsen erhöht erhöhte mehr größer "
                "höher anstieg zunahme",
                "sank sanken gesunken abgenommen fiel fielen gefallen gesenkt senkte weniger "
                "kleiner niedriger "
                "rückgang abnahme",
            ),
            ("gewann gewonnen sieg", "verlor verloren niederlage"),
            ("angenommen gebilligt genehmigt zugestimmt", "abgelehnt verworfen"),
            ("geöffnet öffnete eröffnet begann begonnen", "geschlossen schloss gesperrt endete beendet"),
            ("vor vorher", "nach nachher"),
            (
                "festgenommen verhaftet inhaftiert gefasst",
                "freigelassen entlassen freigekommen entkommen geflohen",
            ),
            (
                "suspendiert beurlaubt abgesetzt",
                "wiedereingesetzt zurückgekehrt",
            ),
            (
                "überlebte überlebten überlebt",
                "starb starben gestorben",
            ),
            (
                "versehentlich unabsichtlich unbeabsichtigt",
                "absichtlich vorsätzlich",
            ),
            (
                "bestätigte bestätigten bestätigt",
                "dementierte dementierten bestritt bestritten zurückgewiesen",
            ),
            (
                "unterstützt unterstützte unterstützen befürwortet befürwortete",
                "bekämpft ablehnt lehnte",
            ),
            (
                "verschärft verschärfte verschärfen verlängert verhängt",
                "gelockert lockerte lockern verkürzt aufgehoben",
            ),
            (
                "gekauft kaufte übernommen",
                "verkauft verkaufte",
            ),
            (
                "erlaubt erlaubte gestattet",
                "verboten verbot untersagt untersagte",
            ),
            (
                "gefunden entdeckt",
                "vermisst verschwunden",
            ),
            (
                "voll",
                "leer",
            ),
            (
                "erfolgreich",
                "erfolglos gescheitert",
            ),
            ("verurteilte verurteilten verurteilt schuldig", "freigesprochen freisprach unschuldig"),
            (
                "erlassen erließ verhängt verhängte angeordnet",
                "aufgehoben aufhob zurückgenommen ausgesetzt eingestellt",
            ),
            ("gestand gestanden zugab eingeräumt räumte", "bestritt bestritten leugnete geleugnet"),
            ("bestätigte bestätigten bestätigt", "aufgehoben kassiert kassierte gekippt kippte"),
            ("aufgenommen wiederaufgenommen eröffnet eröffnete", "eingestellt abgeschlossen beendet"),
            ("akzeptierte akzeptiert annahm angenommen", "verweigerte verweigert ausgeschlagen abgelehnt"),
            ("zugelassen genehmigte genehmigten erlaubten bewilligt", "verweigert untersagten verboten"),
            ("vorgezogen", "verschoben vertagt"),
            ("gelobt lobte lobten", "kritisiert kritisierte kritisierten"),
            ("möglich", "unmöglich"),
            ("gestärkt stärkte", "geschwächt schwächte"),
            ("erfolg erfolge", "misserfolg scheitern"),
            ("lebend lebendig", "tot"),
            ("steigt steigen steigend", "sinkt sinken fällt fallen sinkend"),
            ("gewinnt siegte", "verliert unterlag"),
            ("zunimmt", "abnimmt"),
        )
    ),
    statuses=table(
        """wird werden will wollen plant planen soll sollen geplant beabsichtigt=planned;
        könnte könnten kann können möglicherweise darf dürfen=possible; muss müssen müsste sollte
        sollten=required; hat haben hatte hatten wurde wurden ist worden bereits=done; derzeit
        gerade=ongoing"""
    ),
    weak_statuses=words("hat haben hatte hatten wurde wurden ist worden kann können"),
    quantifiers=_QUANTIFIERS,
    fractions={"drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "achtel": 8, "zehntel": 10},
    before_scales=words("ein einem"),
    partitives=words("der des von aller dieser ihrer seiner"),
    shares={"hälfte": 50.0},
    directions=words(
        "nord süd ost west norden süden osten westen nördlich südlich östlich westlich nordöstlich "
        "nordwestlich südöstlich südwestlich links rechts"
    ),
    function_words=words(
        """der die das den dem des ein eine einen einem einer eines und oder aber zu zum zur von vom in im
        an am auf
        bei beim mit nach aus für um als wie dass es er sie wir ich man sich ist sind war waren wurde
        wurden worden
        hat haben hatte hatten wird werden sein ihr ihre seine sei seien auch noch schon dann da dort hier
        so nur
        über dabei davon dazu welche"""
    ),
    contentful=_NEGATORS | _QUANTIFIERS | words("nach aus über noch schon nur wird werden hat haben hatte"),
    complementizers=words("dass"),
    clause_closers=words(
        "nachdem als während weil aber der die das dessen deren obwohl wie dass seit wenn wo und oder"
    ),
    causes=words("ursache grund motiv"),
)
