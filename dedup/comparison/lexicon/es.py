"""Spanish. Numerals and their forms by the Ortografía of the Real Academia; the rest own lists."""

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
    """kilómetro kilómetros=kilometer; metro metros m=meter; centímetro centímetros=centimeter;
    milímetro milímetros=millimeter; kilo kilos kilogramo kilogramos=kilogram; gramo gramos g=gram;
    tonelada toneladas=ton; litro litros=liter; hectárea hectáreas=hectare; grado grados=degree;
    segundos=second; minuto minutos min=minute; hora horas=hour; día días=day;
    semana semanas=week; mes meses=month; año años=year"""
)
_CURRENCIES = table(
    """dólar dólares=dollar; euros=euro; libra libras=pound; peso pesos=peso; yenes=yen; yuanes=yuan;
    rublo rublos=ruble; real reales=real; sol soles=sol; bolívar bolívares=bolivar; franco francos=franc"""
)
_MONTHS = list(
    table("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre=x")
)
_NEGATORS = words("no ni nunca jamás nadie nada ningún ninguno ninguna tampoco sin")
_QUANTIFIERS = words(
    "todos todas algunos algunas muchos muchas pocos pocas varios varias ambos ambas mayoría minoría mitad "
    "doble triple cada"
)
_REPORTING = (
    "dijo dijeron dice dicen decir declaró declararon declara informó informaron informa señaló señalaron "
    "señala indicó indicaron indica explicó explicaron explica afirmó afirmaron afirma anunció anunciaron "
    "anuncia comunicó comunicaron comentó comentaron relató relataron relata contó contaron cuenta añadió "
    "añadieron añade agregó agregaron agrega apuntó apuntaron apunta expresó expresaron manifestó "
    "manifestaron precisó precisaron precisa sostuvo sostuvieron sostiene aseguró aseguraron asegura "
    "recordó recordaron respondió respondieron escribió escribieron publicó reportó reportaron detalló "
    "detallaron expuso destacó destacaron subrayó concluyó "
    "aclaró aclararon aclara resaltó resaltaron resalta enfatizó puntualizó puntualizaron matizó "
    "lamentó lamentaron lamenta celebró reiteró reiteraron reitera adelantó adelantaron confesó "
    "opinó opinan opina consideró consideran considera estimó estimaron divulgó difundió notificó "
    "mencionó mencionaron refirió refirieron refiere denunció denunciaron denuncia describió "
    "describieron narró constató"
)

_LOST_LIVES = ("perdieron la vida", "perdió la vida", "perdido la vida", "perder la vida", "sin vida")

LEXICON = Lexicon(
    aliases={
        ("ee", "uu"): "estados unidos",
        ("eeuu",): "estados unidos",
        ("estados", "unidos"): "estados unidos",
    },
    code="es",
    spellings=SYMBOLS
    | _UNITS
    | _CURRENCIES
    | table(
        """porciento=percent; ene=enero; feb=febrero;  abr=abril; may=mayo;
        jun=junio; jul=julio; ago=agosto; sep sept setiembre=septiembre; oct=octubre; nov=noviembre;
        dic=diciembre; sr=señor; sra=señora; dr=doctor; dra=doctora; ee uu eeuu=estados unidos;
        millon=millones; mill mm=millones"""
    )
    | {"por ciento": "percent", "us$": "dollar"},
    phrases=("por ciento", "US$", *_LOST_LIVES),
    stops=Stops(
        never=words(
            "sr sra sres sras srta dr dra dres prof ing lic arq gral cnel tte cap pdte pág págs núm nº art "
            "av avda ej p.ej ee vs vol fig"
        ),
        seldom=words(
            "ene feb mar abr jun jul ago sep sept oct nov dic etc uu s.a a.m p.m d.c a.c cía ud uds"
        ),
        openers=words(
            "el la los las un una unos unas en de del al a por para con sin según como si "
            "cuando mientras tras "
            "desde hasta sobre pero y o no se su sus este esta estos estas ese esa eso lo que entre además "
            "también aunque porque más todos él ella ellos yo nosotros ayer hoy mañana"
        ),
    ),
    numerals=NumberWords(
        points=words("coma"),
        halves=(("y", "medio"), ("y", "media")),
        fractions=dict.fromkeys(words("medio media"), 0.5),
        values=figures(
            """cero=0; uno una un=1; dos=2; tres=3; cuatro=4; cinco=5; seis=6; siete=7; ocho=8; nueve=9;
            diez=10; once=11; doce=12; trece=13; catorce=14; quince=15; dieciséis dieciseis=16;
            diecisiete=17;
            dieciocho=18; diecinueve=19; veinte=20; veintiuno veintiuna veintiún veintiun=21;
            veintidós veintidos=22; veintitrés veintitres=23; veinticuatro=24; veinticinco=25;
            veintiséis veintiseis=26; veintisiete=27; veintiocho=28; veintinueve=29; treinta=30;
            cuarenta=40;
            cincuenta=50; sesenta=60; setenta=70; ochenta=80; noventa=90; cien ciento=100;
            doscientos doscientas=200; trescientos trescientas=300; cuatrocientos cuatrocientas=400;
            quinientos quinientas=500; seiscientos seiscientas=600; setecientos setecientas=700;
            ochocientos ochocientas=800; novecientos novecientas=900"""
        ),
        times=figures("mil=1000; millón millones=1000000; billón billones=1000000000000"),
        alone=words("mil"),
        joiners=words("y"),
        unsure=words("uno una un"),
    ),
    ordinals=figures(
        """primero primera primer=1; segundo segunda=2; tercero tercera tercer=3; cuarto cuarta=4;
        quinto quinta=5; sexto sexta=6; séptimo séptima=7; octavo octava=8; noveno novena=9;
        décimo décima=10"""
    ),
    unsure_ordinals=words("segundo segunda cuarto cuarta"),
    ordinal_ends=words("º ª er ro ra o a"),
    scales={"mil": 1e3, "millones": 1e6, "millón": 1e6, "billones": 1e12, "docena": 12.0, "docenas": 12.0},
    unit_links=words("de"),
    decimal_point=",",
    qualifiers=qualifiers(
        """al menos, por lo menos, como mínimo, no menos de = least; más de, superior a, por encima de =
        more;
        menos de, inferior a, por debajo de = less; hasta, como máximo, no más de = most; casi = nearly;
        unos, unas, cerca de, alrededor de, aproximadamente, en torno a, aproximadamente unos = about;
        exactamente = exactly"""
    ),
    currencies=CURRENCIES | frozenset(_CURRENCIES.values()),
    units=METRIC_UNITS | frozenset(_UNITS.values()),
    durations=words("second minute hour day week month year"),
    harm=words(
        """muerte
        calcinó calcinados sepultados aplastados electrocutado acribillados
        muerto muertos muerta muertas murió murieron muere mueren morir falleció fallecieron fallecido
        fallecidos fallecida fallecidas fallecen herido heridos herida heridas hirió hirieron lesionado
        lesionados lesionada lesionadas víctima víctimas mató mataron matado matan asesinado asesinados
        asesinada asesinadas desaparecido desaparecidos desaparecida desaparecidas ahogado ahogados ahogada
        ahogadas ahogó ahogaron pereció perecieron cadáver cadáveres mortales muertes vidas intoxicados
        intoxicadas quemados contusionados"""
    )
    | frozenset(_LOST_LIVES),
    tolls=words("muertos muertes heridos víctimas desaparecidos fallecidos"),
    unharmed=words(
        """evacuado evacuados evacuada evacuadas evacuó rescatado rescatados rescatada rescatadas detenido
        detenidos detenida detenidas desplazados ilesos ilesas ileso ilesa arrestados"""
    ),
    survival=words("sobrevivió sobrevivieron supervivientes sobrevivientes"),
    vague=words(
        "numerosos numerosas decenas docenas cientos miles varios varias algunos algunas muchos muchas"
    ),
    clauses=words("cuando después mientras porque aunque pero que donde tras desde durante como"),
    auxiliaries=words(
        "es son fue fueron era eran ha han había habían será serán resultó resultaron quedaron"
    ),
    coordinators=words("y e o u"),
    including=words("incluidos incluidas incluido incluida incluyendo"),
    no_words=words("ningún ninguna sin"),
    weekdays=table(
        """lunes=lunes; martes=martes; miércoles miercoles=miércoles; jueves=jueves; viernes=viernes;
        sábado sabado sábados=sábado; domingo domingos=domingo"""
    ),
    months={name: number for number, name in enumerate(_MONTHS, start=1)},
    months_capital=False,
    date_links=words("de del"),
    ranges=words("y al a"),
    relative_days=words("ayer hoy mañana anteayer anoche"),
    before_years=words("en de desde hasta year"),
    hours=words("h hs hrs"),
    long_hours=words("hour"),
    minutes=words("minute"),
    clock_cues=words("las"),
    afternoon=words("tarde pm"),
    night=words("noche"),
    minutes_behind={
        (
            "y",
            "media",
        ): 30,
        (
            "y",
            "cuarto",
        ): 15,
        (
            "menos",
            "cuarto",
        ): -15,
    },
    forenoon=words("mañana madrugada am"),
    named_times={"mediodía": "12:00", "medianoche": "00:00"},
    particles=words("de del la las los el y"),
    not_names=words(
        """el la los las un una unos unas en de del al a por para con sin según como si cuando mientras tras
        desde hasta sobre pero y o no se su sus este esta estos estas ese esa eso lo que entre además
        también
        aunque porque más todos él ella ellos yo nosotros oímos hay fue ha"""
    )
    | words(_REPORTING),
    name_fillers=words("de del la y"),
    articles=words("el la los las"),
    place_cues=words("en cerca desde hasta hacia"),
    titles=words(
        """presidente presidenta ministro ministra primer alcalde alcaldesa gobernador gobernadora senador
        senadora diputado diputada señor señora don doña doctor doctora general coronel capitán rey reina
        papa
        portavoz vocero vocera director directora juez jueza fiscal secretario secretaria profesor
        profesora"""
    ),
    reporting=words(_REPORTING),
    vouching=words("confirmó confirmaron confirma reconoció reconocieron reconoce admitió admitieron admite"),
    doubting=words("alegó alegaron pretendió insistió insistieron insiste argumentó sugirió"),
    warning=words("advirtió advirtieron advierte alertó alertaron exigió exigieron amenazó prometió pidió"),
    denying=words("negó negaron niega niegan desmintió desmintieron desmiente rechazó"),
    always_speech=words(_REPORTING)
    | words("confirmó confirmaron advirtió advirtieron negó negaron desmintió reconoció admitió insistió"),
    according=phrases(
        "según; de acuerdo con; de acuerdo a; en palabras de; a juicio de; "
        "a juicio del; a decir de; en opinión de; en opinión del; con base en; citando a"
    ),
    hedges=words(
        "presuntamente supuestamente presunto presunta presuntos supuesto supuesta posiblemente "
        "probablemente quizá quizás aparentemente"
    ),
    anonymous=words("fuentes portavoz autoridades testigos funcionarios oficiales expertos vecinos policía"),
    speech_auxiliaries=words("no nunca jamás ha han había habían ya también"),
    stops_before=words("que quien cual pero y o porque cuando mientras tras después si aunque donde según"),
    stops_behind=words("que en durante tras después cuando mientras y pero por al si sobre hoy ayer")
    | words("lunes martes miércoles jueves viernes sábado domingo"),
    pronouns=words("él ella ellos ellas yo nosotros quien que"),
    finite=words(
        "es son fue fueron era eran ha han había habían será serán está están puede pueden debe tiene"
    ),
    no_speech_after=words("de lo se a para"),
    relatives=words("que quien quienes cual"),
    determiners=words("el la los las un una unos unas su sus"),
    verb_first=True,
    adverbial_openers=words("en por durante tras desde hasta con para ayer hoy según además también este"),
    concord=True,
    free_order=True,
    planned_endings=("rá", "rán", "ré", "remos"),
    negators=_NEGATORS,
    implicit_negators=words(
        "evitó evita impidió impide rechazó negó falta carece carecen carecía imposible incapaz"
    ),
    poles=poles(
        (words(x), words(y))
        for x, y in (
            ("contrató contratado contratados contratada", "despidió despidieron despedido despedidos"),
            (
                "subió subieron aumentó aumentaron creció crecieron aumento alza subida sube más mayor ganó",
                "bajó bajaron disminuyó cayó cayeron descendió caída baja descenso reducción "
                "menos menor perdió",
            ),
            ("aprobó aprobado aprobada aceptó", "rechazó rechazado rechazada vetó"),
            ("abrió abierta abierto inició empezó", "cerró cerrada cerrado terminó"),
            ("legal", "ilegal"),
            ("antes", "después"),
            (
                "detenido detenida detenidos detuvo detuvieron arrestado arrestada arrestados encarcelado",
                "liberado liberada liberados liberó liberaron excarcelado fugado",
            ),
            (
                "suspendido suspendida destituido destituida despedido",
                "reincorporado restituido readmitido",
            ),
            (
                "sobrevivió sobrevivieron ileso ilesa",
                "murió murieron falleció fallecieron",
            ),
            (
                "accidental accidentalmente",
                "deliberado deliberadamente intencional intencionado",
            ),
            (
                "confirmó confirmaron confirmado",
                "negó negaron desmintió desmintieron",
            ),
            (
                "apoya apoyó apoyan apoyaron respalda respaldó",
                "rechaza rechazan opone opuso critica criticó",
            ),
            (
                "endureció prorrogó amplió impuso",
                "suavizó acortó levantó redujo",
            ),
            (
                "compró compra adquirió",
                "vendió venta vende",
            ),
            (
                "permitió permite permitido autorizó autorizado",
                "prohibió prohíbe prohibido",
            ),
            (
                "encontrado hallado",
                "desaparecido",
            ),
            (
                "lleno llena",
                "vacío vacía",
            ),
            (
                "condenó condenaron condenado condenada condenados condenadas culpable",
                "absolvió absolvieron absuelto absuelta absueltos "
                "absueltas exculpó exoneró inocente sobreseyó",
            ),
            (
                "reabrió reabrieron reabierto reabierta abrió abrieron reanudó reanudaron reanudado",
                "archivó archivaron archivado archivada cerró "
                "cerraron suspendió suspendieron suspendido desestimó",
            ),
            (
                "aceptó aceptaron acepta accedió accedieron acordó",
                "rehusó rehusaron declinó declinaron rechazó rechazaron rechaza renunció",
            ),
            (
                "confirmó ratificó ratificaron mantuvo mantiene avaló",
                "anuló anularon anulado revocó revocaron revocado derogó",
            ),
            ("confesó reconoció", "negó desmintió rechazó"),
            ("aprobaron aprueba aprobar", "rechazaron tumbó tumbaron denegó denegaron denegado"),
            ("impuso impusieron impuesto", "levantó levantaron retiró retiraron eliminó"),
            (
                "permitió permitieron autorizó autorizaron autorizada",
                "prohibió prohibieron prohibida vetó vetaron",
            ),
            ("ganó ganaron victoria venció vencieron", "perdió perdieron derrota"),
            ("vivo viva vivos vivas", "muerto muerta muertos muertas"),
            ("adelantó adelantaron adelantado", "aplazó aplazaron aplazado retrasó pospuso"),
            ("elogió alabó celebró", "criticó censuró condenó"),
            ("posible", "imposible"),
            ("reforzó fortaleció", "debilitó"),
            ("éxito", "fracaso"),
            ("concedió concedieron aceptó otorgó", "denegó denegaron negó rechazó"),
        )
    ),
    statuses=table(
        """hará harán será serán irá irán dará=planned; planea planean prevé prevén pretende pretenden
        piensa proyecta previsto prevista va van
        tendrá=planned; podría podrían puede pueden quizá=possible; debe deben debería deberían=required;
        ha han había hubo ya terminó=done; está están sigue siguen continúa=ongoing"""
    ),
    weak_statuses=words("ha han había está están puede pueden va van ya"),
    quantifiers=_QUANTIFIERS,
    fractions={"tercio": 3, "tercios": 3, "cuarto": 4, "cuartos": 4, "quinto": 5, "quintos": 5, "décimo": 10},
    before_scales=words("un"),
    partitives=words("de del"),
    shares={"mitad": 50.0},
    directions=words("norte sur este oeste noreste noroeste sureste suroeste central izquierda derecha"),
    function_words=words(
        """alguna alguno algún el la los las un una unos unas
        de del al a en por para con y e o u que se su sus lo le les me nos
        como cuando es son fue fueron era eran ser ha han había habían sido está están este esta estos estas
        ese esa esos esas aquel también ya muy tras sobre entre si pero más desde hasta según mientras"""
    ),
    contentful=_NEGATORS | _QUANTIFIERS | words("más según desde hasta si"),
    complementizers=words("que"),
    clause_closers=words(
        "que cuando mientras porque pero quien quienes cual cuales aunque como desde si cuyo cuya donde y o"
    ),
    causes=words("causa causas motivo razón origen"),
)
