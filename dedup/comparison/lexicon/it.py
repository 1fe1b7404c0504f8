"""Italian. Numerals with elided tens (ventuno, trentotto) written together or apart; own lists for the
rest."""

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
    """chilometro chilometri=kilometer; metro metri m=meter; centimetro centimetri=centimeter;
    millimetro millimetri=millimeter; chilo chili chilogrammo chilogrammi=kilogram; grammo grammi g=gram;
    tonnellata tonnellate=ton; litro litri=liter; ettaro ettari=hectare; grado gradi=degree;
    secondi=second; minuto minuti min=minute; ora ore=hour; giorno giorni=day;
    settimana settimane=week; mese mesi=month; anno anni=year"""
)
_CURRENCIES = table(
    """dollaro dollari=dollar; euro=euro; sterlina sterline=pound; franco franchi=franc; yen=yen; yuan=yuan;
    rublo rubli=ruble; lira lire=lira; centesimo centesimi=cent; peso pesos=peso"""
)
_MONTHS = list(
    table("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre=x")
)
_NEGATORS = words("non né mai nessuno nessuna nessun niente nulla neanche nemmeno neppure senza")
_QUANTIFIERS = words(
    "tutti tutte alcuni alcune molti molte pochi poche diversi diverse vari varie entrambi "
    "entrambe maggioranza "
    "minoranza metà ogni ciascuno doppio triplo"
)
_REPORTING = (
    "detto dice dicono disse dissero diceva dichiarato dichiara dichiarò riferito riferisce "
    "riferiscono riferì "
    "affermato afferma affermano affermò spiegato spiega spiegano spiegò aggiunto aggiunge "
    "aggiunse annunciato "
    "annuncia annunciò comunicato comunica informato informa raccontato racconta raccontano raccontò reso "
    "scritto scrive sottolineato sottolinea precisato precisa osservato osserva commentato "
    "commenta risposto "
    "risponde segnalato segnala reso indicato indica ricordato ricorda concluso "
    "evidenziato evidenzia rimarcato rimarca ribadito ribadisce lamentato lamenta denunciato "
    "denuncia chiarito chiarisce confidato testimoniato narrato rilevato rileva ricostruito "
    "replicato replica ipotizzato riferiva"
)

_LOST_LIVES = ("perso la vita", "perdono la vita", "perdere la vita", "persero la vita", "senza vita")

LEXICON = Lexicon(
    code="it",
    spellings=SYMBOLS
    | _UNITS
    | _CURRENCIES
    | table(
        """percento=percent; gen=gennaio; feb=febbraio;  apr=aprile; mag=maggio; giu=giugno; lug=luglio;
        ago=agosto; sett=settembre; ott=ottobre; nov=novembre; dic=dicembre; sig=signor; dott=dottor;
        mln milione=milioni; mld miliardo=miliardi"""
    )
    | {"per cento": "percent"},
    phrases=("per cento", *_LOST_LIVES),
    elisions=words("l un dell nell all dall sull quell d c dev com quest sant cos nessun"),
    stops=Stops(
        never=words(
            "sig sigg dott prof ing avv on sen gen col cap mons art pag pagg n nn es p.es ecc cfr ss vol av"
        ),
        seldom=words("gen feb mar apr mag giu lug ago set sett ott nov dic ecc s.p.a spa srl a.c d.c"),
        openers=words(
            "il lo la i gli le l un uno una di del della dei delle da dal dalla in nel nella a "
            "al alla per con "
            "senza secondo come se quando mentre dopo prima durante ma e o non si suo sua suoi "
            "questo questa "
            "questi queste quello che chi tra fra oltre anche inoltre perché più tutti lui lei "
            "loro noi io ieri "
            "oggi domani due tre"
        ),
    ),
    numerals=NumberWords(
        points=words("virgola"),
        halves=(("e", "mezzo"),),
        fractions=dict.fromkeys(words("mezzo"), 0.5),
        values=figures(
            """zero=0; un uno una=1; due=2; tre tré=3; quattro=4; cinque=5; sei=6; sette=7; otto=8;
            nove=9; dieci=10;
            undici=11; dodici=12; tredici=13; quattordici=14; quindici=15; sedici=16; diciassette=17;
            diciotto=18;
            diciannove=19; venti vent=20; trenta trent=30; quaranta quarant=40; cinquanta cinquant=50;
            sessanta sessant=60; settanta settant=70; ottanta ottant=80; novanta novant=90"""
        ),
        times=figures(
            """cento cent=100; mille mila=1000; milione milioni=1000000; miliardo miliardi=1000000000"""
        ),
        alone=words("cento mille"),
        joiners=words("e"),
        unsure=words("un uno una sei cent vent trent quarant cinquant sessant settant ottant novant"),
        compound=True,
    ),
    ordinals=figures(
        """primo prima primi prime=1; secondo seconda=2; terzo terza=3; quarto quarta=4; quinto quinta=5;
        sesto sesta=6; settimo settima=7; ottavo ottava=8; nono nona=9; decimo decima=10"""
    ),
    unsure_ordinals=words("primo prima primi prime secondo seconda quarto"),
    ordinal_ends=words("º ª o a"),
    scales={"mila": 1e3, "milioni": 1e6, "miliardi": 1e9, "dozzina": 12.0},
    unit_links=words("di"),
    decimal_point=",",
    qualifiers=qualifiers(
        """almeno, non meno di = least; più di, oltre, superiore a = more; meno di, inferiore a = less;
        fino a, al
        massimo, non più di = most; quasi = nearly; circa, intorno a, approssimativamente, una = about;
        esattamente = exactly"""
    ),
    currencies=CURRENCIES | frozenset(_CURRENCIES.values()),
    units=METRIC_UNITS | frozenset(_UNITS.values()),
    durations=words("second minute hour day week month year"),
    harm=words(
        """periti perito perita perite perirono perì annegata carbonizzati folgorato
        morto morti morta morte morì morirono muore muoiono deceduto deceduti deceduta decedute decessi
        ucciso
        uccisi uccisa uccise uccide uccisero ferito feriti ferita ferite vittima vittime disperso dispersi
        dispersa disperse scomparso scomparsi annegato annegati perso cadaveri assassinato mortali ustionati
        intossicati"""
    )
    - words("perso")
    | frozenset(_LOST_LIVES),
    tolls=words("morti feriti vittime dispersi decessi"),
    unharmed=words(
        """evacuato evacuati evacuata evacuate sfollati arrestato arrestati arrestata arrestate soccorsi
        salvato
        salvati illeso illesi illesa illese fermati"""
    ),
    survival=words("sopravvissuto sopravvissuti sopravvissuta superstiti"),
    vague=words("decine centinaia migliaia numerosi numerose diversi diverse alcuni alcune"),
    clauses=words("quando dopo mentre perché ma che dove da durante come poiché"),
    auxiliaries=words(
        "è sono era erano ha hanno aveva avevano sarà saranno stato stati stata state fu furono rimasti "
        "rimaste"
    ),
    coordinators=words("e o ed"),
    including=words("inclusi incluse compresi comprese tra"),
    no_words=words("nessun nessuna senza"),
    weekdays=table(
        """lunedì lunedi=lunedì; martedì martedi=martedì; mercoledì mercoledi=mercoledì; giovedì
        giovedi=giovedì;
        venerdì venerdi=venerdì; sabato=sabato; domenica=domenica"""
    ),
    months={name: number for number, name in enumerate(_MONTHS, start=1)},
    months_capital=False,
    date_links=words("di del"),
    ranges=words("e al"),
    relative_days=words("ieri oggi domani stasera ieri"),
    before_years=words("nel dal del al year"),
    hours=words("h"),
    long_hours=words("hour"),
    minutes=words("minute"),
    clock_cues=words("hour alle dalle"),
    hour_cues=words("alle dalle"),
    afternoon=words("sera pomeriggio"),
    forenoon=words("mattina mattino"),
    night=words("notte"),
    minutes_behind={
        (
            "e",
            "mezza",
        ): 30,
        (
            "e",
            "mezzo",
        ): 30,
        (
            "e",
            "un",
            "quarto",
        ): 15,
        (
            "meno",
            "un",
            "quarto",
        ): -15,
        (
            "e",
            "tre",
            "quarti",
        ): 45,
    },
    named_times={"mezzogiorno": "12:00", "mezzanotte": "00:00"},
    particles=words("di del della dei de da la lo e"),
    not_names=words(
        """il lo la i gli le l' un uno una un' di del della dei delle da dal dalla in nel nella a al alla
        per con
        senza secondo come se quando mentre dopo prima durante ma e o non si suo sua questo questa questi
        queste
        quello che chi tra fra oltre anche inoltre perché più tutti lui lei loro noi io ieri oggi domani
        due tre
        circa almeno abbiamo"""
    ),
    name_fillers=words("di del della e"),
    articles=words("il lo la i gli le l'"),
    place_cues=words("a in da verso presso"),
    titles=words(
        """presidente ministro ministra premier sindaco sindaca prefetto governatore senatore senatrice
        deputato
        deputata signor signora dottor dottoressa generale colonnello capitano re regina papa portavoce
        direttore
        direttrice giudice procuratore procuratrice segretario segretaria professor professore
        professoressa"""
    ),
    reporting=words(_REPORTING),
    vouching=words("confermato conferma confermò ammesso ammette ammise riconosciuto riconosce"),
    doubting=words("sostenuto sostiene sostenne insistito insiste preteso"),
    warning=words("avvertito avverte ammonito chiesto chiede minacciato minaccia promesso allertato"),
    denying=words("negato nega negò smentito smentisce smentì respinto"),
    always_speech=words(_REPORTING) - words("reso comunicato")
    | words("confermato conferma ammesso avvertito negato smentito sostenuto"),
    according=phrases(
        "secondo; stando a; stando al; stando alla; stando allo; stando all'; stando ai; stando agli; "
        "stando alle; a detta di; a detta del; a detta della; a detta dello; a detta dell'; a detta dei; "
        "a detta degli; a detta delle; a giudizio di; a giudizio del; a giudizio della; secondo quanto "
        "riferito da"
    ),
    hedges=words(
        "presunto presunta presunti presumibilmente probabilmente forse apparentemente sembra eventualmente"
    ),
    anonymous=words("fonti portavoce autorità testimoni funzionari esperti polizia carabinieri"),
    speech_auxiliaries=words("non mai ha hanno aveva avevano anche poi"),
    stops_before=words("che chi cui ma e o perché quando mentre dopo se dove secondo"),
    stops_behind=words(
        "che in a durante dopo quando mentre e ma per al se su lunedì martedì mercoledì giovedì venerdì "
        "sabato domenica ieri oggi"
    ),
    pronouns=words("lui lei loro noi io chi"),
    finite=words("è sono era erano sarà saranno aveva avevano hanno ha fu può possono deve devono"),
    no_speech_after=words("di si a per"),
    relatives=words("che cui"),
    determiners=words("il lo la i gli le l' un uno una un' suo sua"),
    verb_first=True,
    adverbial_openers=words("in a durante dopo da per con ieri oggi nel nella lo"),
    concord=True,
    free_order=True,
    planned_endings=("erà", "eranno", "irà", "iranno", "drà", "dranno", "rrà", "rranno", "trà", "tranno"),
    negators=_NEGATORS,
    implicit_negators=words("impedito evitato manca rifiutato impossibile incapace rinunciato"),
    poles=poles(
        (words(x), words(y))
        for x, y in (
            ("assunto assunti assunta", "licenziato licenziati"),
            (
                "aumentato aumenta aumentata aumento cresciuto cresciuta salito salita rialzo "
                "più superiore guadagnato",
                "diminuito diminuisce diminuita calo sceso scesa ridotto ridotta ribasso meno "
                "inferiore perso",
            ),
            ("approvato approvata accettato accolto", "respinto respinta bocciato bocciata"),
            ("aperto aperta iniziato cominciato", "chiuso chiusa terminato finito"),
            ("colpevole condannato condannata", "innocente assolto assolta"),
            ("legale", "illegale"),
            ("prima", "dopo"),
            (
                "arrestato arrestata arrestati fermato fermata fermati incarcerato",
                "scarcerato scarcerata rilasciato rilasciata rilasciati liberato liberata evaso",
            ),
            (
                "sospeso sospesa licenziato licenziata rimosso",
                "reintegrato reintegrata",
            ),
            (
                "sopravvissuto sopravvissuta sopravvissuti illeso illesa illesi",
                "morto morta deceduto deceduta",
            ),
            (
                "accidentale accidentalmente",
                "deliberato deliberatamente intenzionale doloso dolosa",
            ),
            (
                "confermato conferma",
                "smentito smentisce negato nega",
            ),
            (
                "sostiene appoggia appoggiato",
                "contrasta oppone critica",
            ),
            (
                "inasprito prorogato imposto",
                "allentato accorciato revocato",
            ),
            (
                "comprato acquistato acquisito",
                "venduto ceduto",
            ),
            (
                "permesso consentito autorizzato",
                "vietato proibito",
            ),
            (
                "ritrovato ritrovata",
                "disperso dispersa scomparso scomparsa",
            ),
            (
                "pieno piena",
                "vuoto vuota",
            ),
            ("condannati condannate condanna", "assolti assolte assoluzione prosciolto prosciolta"),
            ("accettato accettata accetta accolto accolta", "rifiutato rifiutata rifiuta declinato"),
            ("confermato confermata convalidato", "annullato annullata revocato revocata"),
            ("riaperto riaperta avviato avviata", "archiviato archiviata chiuso"),
            ("confessato ammesso", "negato smentito"),
            ("ripreso ripresa", "sospeso interrotto"),
            ("imposto imposta introdotto", "tolto revocato abolito"),
            ("vinto vittoria", "perso sconfitta"),
            ("vivo viva vivi", "morto morta morti"),
            ("anticipato", "rinviato posticipato"),
            ("elogiato lodato", "criticato"),
            ("possibile", "impossibile"),
            ("rafforzato", "indebolito"),
            ("successo riuscito", "fallimento fallito"),
            ("permessa autorizzata consentita", "vietata proibita"),
        )
    ),
    statuses=table(
        """verrà verranno farà faranno sarà saranno avrà avranno
        andrà andranno=planned; prevede prevedono intende
        intendono progetta previsto prevista sta=planned; potrebbe potrebbero
        può
        possono forse=possible; deve devono dovrebbe dovrebbero=required; ha hanno aveva avevano già=done;
        attualmente=ongoing"""
    ),
    weak_statuses=words("ha hanno aveva avevano sta può possono"),
    quantifiers=_QUANTIFIERS,
    fractions={"terzo": 3, "terzi": 3, "quarto": 4, "quarti": 4, "quinto": 5, "quinti": 5, "decimo": 10},
    before_scales=words("un"),
    partitives=words("di dei degli delle della del dell dell'"),
    shares={"metà": 50.0},
    directions=words("nord sud est ovest nordest nordovest sudest sudovest destra sinistra centro"),
    function_words=words(
        """alcun alcuna alcuno il lo la i gli le l' un uno una
        un' di d' del dello della dei degli delle dell' a al allo alla
        ai agli alle
        all' da dal dalla dai dalle dall' in nel nella nei nelle nell' su sul sulla sui sulle sull' con
        per e ed o
        che chi si suo sua suoi sue è sono era erano essere stato stata stati state ha hanno avere aveva
        avevano
        come anche ci vi ne c' questo questa questi queste quello quella molto già quando mentre tra fra
        se ma"""
    ),
    contentful=_NEGATORS | _QUANTIFIERS | words("ha hanno aveva avevano già"),
    complementizers=words("che"),
    clause_closers=words("che quando mentre perché ma cui quale quali sebbene come poiché se dove e o"),
    causes=words("causa cause motivo ragione origine"),
)
