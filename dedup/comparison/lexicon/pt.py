"""Portuguese of both sides of the Atlantic: numerals (dezesseis, dezasseis), units and weekdays; own
lists."""

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
    """quilómetro quilómetros quilômetro quilômetros=kilometer; metro metros m=meter;
    centímetro centímetros=centimeter; milímetro milímetros=millimeter; quilo quilos quilograma
    quilogramas=kilogram; grama gramas g=gram; tonelada toneladas=ton; litro litros=liter;
    hectare hectares ha=hectare; grau graus=degree; segundos=second; minuto minutos min=minute;
    hora horas=hour; dia dias=day; semana semanas=week; mês meses=month; ano anos=year"""
)
_CURRENCIES = table(
    """dólar dólares=dollar; euro euros=euro; libra libras=pound; real reais r=reais; franco francos=franc;
    iene ienes=yen; yuan yuans=yuan; rublo rublos=ruble; peso pesos=peso; kwanza kwanzas=kwanza;
    cêntimo cêntimos centavo centavos=cent"""
)
_MONTHS = list(
    table("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro=x")
)
_NEGATORS = words("não nem nunca jamais ninguém nada nenhum nenhuma nenhuns sem tampouco")
_QUANTIFIERS = words(
    "todos todas alguns algumas muitos muitas poucos poucas vários várias ambos ambas maioria "
    "minoria metade dobro "
    "triplo cada"
)
_REPORTING = (
    "disse disseram diz dizem declarou declararam declara informou informaram informa afirmou "
    "afirmaram afirma "
    "explicou explicaram explica anunciou anunciaram anuncia contou contaram conta relatou "
    "relataram relata "
    "acrescentou acrescentaram acrescenta referiu referiram refere indicou indicaram indica "
    "comentou comentaram "
    "adiantou adiantaram salientou sublinhou destacou destacaram ressaltou frisou observou "
    "escreveu escreveram "
    "respondeu responderam comunicou comunicaram noticiou divulgou divulgaram assegurou garantiu lembrou "
    "recordou concluiu "
    "esclareceu esclareceram esclarece enfatizou reiterou reiteraram lamentou lamentaram pontuou "
    "apontou apontaram aponta avaliou avaliaram avalia considerou detalhou detalharam defendeu "
    "narrou descreveu revelou revelaram revela desabafou completou reforçou opinou denunciou "
    "denunciaram"
)

_LOST_LIVES = ("perderam a vida", "perdeu a vida", "perdido a vida", "perder a vida", "sem vida")

LEXICON = Lexicon(
    code="pt",
    spellings=SYMBOLS
    | _UNITS
    | _CURRENCIES
    | table(
        """porcento=percent; jan=janeiro; fev=fevereiro;  abr=abril; mai=maio; jun=junho; jul=julho;
        ago=agosto;  out=outubro; nov=novembro;  sr=senhor; sra=senhora; dr=doutor;
        dra=doutora; milhão=milhões; mi=milhões; bilhão bi bilhões=bilhões"""
    )
    | {"por cento": "percent", "r$": "reais", "us$": "dollar"},
    phrases=(
        "por cento",
        "meio-dia",
        "meia-noite",
        *_LOST_LIVES,
        "R$",
        "US$",
        "segunda-feira",
        "terça-feira",
        "quarta-feira",
        "quinta-feira",
        "sexta-feira",
    ),
    stops=Stops(
        never=words(
            "sr sra srs dr dra drs prof profa eng exmo gen cel cap pe n nº no pág págs art av ex p.ex vol fig"
        ),
        seldom=words("jan fev mar abr mai jun jul ago set out nov dez etc s.a ltda a.c d.c"),
        openers=words(
            "o a os as um uma uns umas de do da dos das em no na nos nas ao aos à às por pelo "
            "pela para com sem "
            "segundo como se quando enquanto após depois antes durante mas e ou não seu sua "
            "este esta estes estas "
            "esse essa isso isto que quem entre além também porque mais todos ele ela eles "
            "elas nós eu ontem hoje "
            "amanhã dois três"
        ),
    ),
    numerals=NumberWords(
        points=words("vírgula"),
        halves=(("e", "meio"), ("e", "meia")),
        fractions=dict.fromkeys(words("meio meia"), 0.5),
        values=figures(
            """zero=0; um uma=1; dois duas=2; três=3; quatro=4; cinco=5; seis=6; sete=7; oito=8; nove=9;
            dez=10;
            onze=11; doze=12; treze=13; catorze quatorze=14; quinze=15; dezesseis dezasseis=16;
            dezessete dezassete=17; dezoito=18; dezenove dezanove=19; vinte=20; trinta=30; quarenta=40;
            cinquenta=50; sessenta=60; setenta=70; oitenta=80; noventa=90; cem cento=100;
            duzentos duzentas=200; trezentos trezentas=300; quatrocentos quatrocentas=400;
            quinhentos quinhentas=500; seiscentos seiscentas=600; setecentos setecentas=700;
            oitocentos oitocentas=800; novecentos novecentas=900"""
        ),
        times=figures("""mil=1000; milhão milhões=1000000; bilhão bilhões bilião biliões=1000000000"""),
        alone=words("mil"),
        joiners=words("e"),
        unsure=words("um uma"),
    ),
    ordinals=figures(
        """primeiro primeira primeiros=1; segundo segunda=2; terceiro terceira=3; quarto quarta=4;
        quinto quinta=5; sexto sexta=6; sétimo sétima=7; oitavo oitava=8; nono nona=9; décimo décima=10"""
    ),
    unsure_ordinals=words("segundo segunda quarto quarta quinta sexta primeiros primeiro"),
    ordinal_ends=words("º ª o a"),
    scales={"mil": 1e3, "milhões": 1e6, "bilhões": 1e9, "dúzia": 12.0},
    unit_links=words("de"),
    decimal_point=",",
    qualifiers=qualifiers(
        """pelo menos, ao menos, no mínimo, não menos de = least; mais de, acima de, superior a = more;
        menos de,
        abaixo de, inferior a = less; até, no máximo, não mais de = most; quase = nearly; cerca de, por
        volta de,
        em torno de, aproximadamente, uns, umas = about; exatamente = exactly"""
    ),
    currencies=CURRENCIES | frozenset(_CURRENCIES.values()),
    units=METRIC_UNITS | frozenset(_UNITS.values()),
    durations=words("second minute hour day week month year"),
    harm=words(
        """soterrados carbonizados pereceu pereceram
        morto mortos morta mortas morreu morreram morre morrem morrer morte mortes faleceu faleceram
        falecido
        falecidos ferido feridos ferida feridas feriu feriram vítima vítimas óbitos matou mataram matado
        mata
        assassinado assassinados assassinada desaparecido desaparecidos desaparecida desaparecidas afogado
        afogados
        afogou cadáveres corpos mortais lesionados intoxicados vidas"""
    )
    - words("corpos")
    | frozenset(_LOST_LIVES),
    tolls=words("mortos feridos vítimas mortes desaparecidos óbitos"),
    unharmed=words(
        """retirado retirados retirada retiradas evacuado evacuados evacuada evacuadas resgatado
        resgatados detido
        detidos preso presos presa presas ilesos ilesas ileso desalojados desabrigados"""
    ),
    survival=words("sobreviveu sobreviveram sobreviventes"),
    vague=words("dezenas centenas milhares numerosos vários várias alguns algumas muitos"),
    clauses=words("quando depois enquanto porque embora mas que onde após desde durante como"),
    auxiliaries=words("é são foi foram era eram tem têm tinha tinham será serão ficou ficaram havia"),
    coordinators=words("e ou"),
    including=words("incluindo incluídos"),
    no_words=words("nenhum nenhuma sem"),
    weekdays=table(
        """segunda-feira=segunda-feira; terça-feira=terça-feira; quarta-feira=quarta-feira;
        quinta-feira=quinta-feira; sexta-feira=sexta-feira; sábado sábados=sábado; domingo
        domingos=domingo"""
    ),
    months={name: number for number, name in enumerate(_MONTHS, start=1)},
    months_capital=False,
    date_links=words("de do"),
    ranges=words("e a"),
    relative_days=words("ontem hoje amanhã anteontem"),
    before_years=words("em de desde até year"),
    hours=words("h hs"),
    long_hours=words("hour"),
    minutes=words("minute"),
    clock_cues=words("às as das pelas"),
    hour_cues=words("às"),
    afternoon=words("tarde"),
    night=words("noite"),
    forenoon=words("manhã madrugada"),
    minutes_behind={
        (
            "e",
            "meia",
        ): 30,
        (
            "e",
            "quinze",
        ): 15,
        (
            "e",
            "um",
            "quarto",
        ): 15,
        (
            "menos",
            "um",
            "quarto",
        ): -15,
    },
    named_times={"meio-dia": "12:00", "meia-noite": "00:00"},
    particles=words("de do da dos das e"),
    not_names=words(
        """o a os as um uma uns umas de do da dos das em no na nos nas ao aos à às por pelo pela para com
        sem segundo
        como se quando enquanto após depois antes durante mas e ou não seu sua este esta estes estas esse
        essa isso
        isto que quem entre além também porque mais todos ele ela eles elas nós eu ontem hoje amanhã cerca
        ouvimos
        dois três foi há"""
    ),
    name_fillers=words("de do da e"),
    articles=words("o a os as"),
    place_cues=words("em no na para até desde"),
    titles=words(
        """presidente presidenta ministro ministra prefeito prefeita governador governadora senador senadora
        deputado deputada senhor senhora dom dona doutor doutora general coronel capitão rei rainha papa
        porta-voz
        diretor diretora juiz juíza procurador procuradora secretário secretária professor professora
        delegado
        delegada"""
    ),
    reporting=words(_REPORTING),
    vouching=words("confirmou confirmaram confirma reconheceu reconheceram admitiu admitiram admite"),
    doubting=words("alegou alegaram alega insistiu insistiram argumentou sustentou"),
    warning=words("advertiu advertiram alertou alertaram alerta exigiu ameaçou prometeu pediu avisou"),
    denying=words("negou negaram nega desmentiu desmentiram rejeitou"),
    always_speech=words(_REPORTING) - words("conta")
    | words("confirmou confirmaram advertiu alertou negou desmentiu admitiu reconheceu insistiu"),
    according=phrases(
        "segundo; de acordo com; conforme; nas palavras de; na opinião de; "
        "na opinião do; na opinião da; na avaliação de; na avaliação "
        "do; na avaliação da; na visão de; na visão do; "
        "na visão da; na opinião dos; na opinião das; na avaliação dos; na avaliação das; "
        "na visão dos; na visão das; nas palavras do; nas palavras da"
    ),
    hedges=words(
        "alegadamente supostamente suposto suposta supostos possivelmente provavelmente talvez "
        "aparentemente presumível"
    ),
    anonymous=words("fontes fonte porta-voz autoridades testemunhas funcionários especialistas polícia"),
    speech_auxiliaries=words("não nunca jamais tem têm tinha tinham já também ainda"),
    stops_before=words("que quem mas e ou porque quando enquanto após se onde segundo"),
    stops_behind=words(
        "que em no na durante após quando enquanto e mas por ao se sobre hoje ontem à segunda-feira "
        "terça-feira quarta-feira quinta-feira sexta-feira sábado domingo nesta neste"
    ),
    pronouns=words("ele ela eles elas nós eu quem que"),
    finite=words("é são foi foram era eram tem têm tinha tinham será serão está estão pode podem deve devem"),
    no_speech_after=words("de se a para"),
    relatives=words("que quem"),
    determiners=words("o a os as um uma seu sua"),
    verb_first=True,
    adverbial_openers=words("em no na durante após desde até com para ontem hoje segundo além também por"),
    concord=True,
    free_order=True,
    planned_endings=("ará", "erá", "irá", "arão", "erão", "irão", "orá", "orão"),
    negators=_NEGATORS,
    implicit_negators=words("evitou impediu falta recusou rejeitou impossível incapaz deixou"),
    poles=poles(
        (words(x), words(y))
        for x, y in (
            ("contratado contratados contratou", "demitido demitidos demitiu"),
            (
                "subiu subiram aumentou aumentaram cresceu cresceram aumento alta subida mais maior ganhou",
                "baixou caiu caíram desceu diminuiu diminuíram queda redução descida menos menor perdeu",
            ),
            ("aprovou aprovado aprovada aceitou", "rejeitou rejeitado rejeitada vetou chumbou"),
            ("abriu aberta aberto iniciou começou", "fechou fechada fechado terminou encerrou"),
            ("culpado condenado condenada", "inocente absolvido absolvida"),
            ("legal", "ilegal"),
            ("antes", "depois"),
            (
                "preso presa presos prendeu detido detida detidos deteve",
                "solto solta soltos soltou libertado libertada libertou liberado liberada foragido",
            ),
            (
                "suspenso suspensa afastado afastada demitido demitida",
                "reintegrado reintegrada readmitido",
            ),
            (
                "sobreviveu sobreviveram ileso ilesa",
                "morreu morreram faleceu",
            ),
            (
                "acidental acidentalmente",
                "deliberado deliberadamente intencional proposital",
            ),
            (
                "confirmou confirmaram confirmado",
                "negou negaram desmentiu",
            ),
            (
                "apoia apoiou apoiam",
                "opõe opôs rejeita critica criticou",
            ),
            (
                "endureceu prorrogou ampliou impôs",
                "afrouxou encurtou suspendeu reduziu",
            ),
            (
                "comprou compra adquiriu",
                "vendeu venda",
            ),
            (
                "permitiu permite autorizou autorizado",
                "proibiu proíbe proibido",
            ),
            (
                "encontrado encontrada",
                "desaparecido desaparecida",
            ),
            (
                "cheio cheia lotado",
                "vazio vazia",
            ),
            ("condenou condenaram condenados", "absolveu absolveram absolvidos inocentou"),
            ("aceitou aceitaram aceito aceita", "recusou recusaram recusado recusada rejeitou"),
            ("confirmou manteve ratificou", "anulou anulado anulada revogou cassou"),
            ("reabriu retomou abriu", "arquivou encerrou fechou suspendeu"),
            ("confessou admitiu", "negou desmentiu"),
            ("impôs decretou", "suspendeu revogou retirou"),
            ("autorizou liberou permitiu", "proibiu vetou barrou"),
            ("venceu vitória", "perdeu derrota"),
            ("vivo viva vivos", "morto morta mortos"),
            ("antecipou antecipado", "adiou adiado"),
            ("elogiou", "criticou"),
            ("possível", "impossível"),
            ("fortaleceu", "enfraqueceu"),
            ("sucesso", "fracasso"),
            ("acolheu acolheram deferiu aceitou concedeu", "negou negaram indeferiu rejeitou"),
        )
    ),
    statuses=table(
        """fará farão será serão terá terão irá irão dará=planned; vai vão planeia planeja prevê preveem
        pretende pretendem previsto prevista deverá
        deverão=planned;
        poderia poderiam pode podem talvez poderá=possible; deve devem deveria=required; tem têm tinha
        tinham
        já=done; está estão continua=ongoing"""
    ),
    weak_statuses=words("tem têm tinha tinham está estão pode podem vai vão já"),
    quantifiers=_QUANTIFIERS,
    fractions={"terço": 3, "terços": 3, "quarto": 4, "quartos": 4, "quinto": 5, "quintos": 5, "décimo": 10},
    before_scales=words("um"),
    partitives=words("de dos das do da"),
    shares={"metade": 50.0},
    directions=words("norte sul leste oeste nordeste noroeste sudeste sudoeste central esquerda direita"),
    function_words=words(
        """algum alguma o a os as um uma uns umas de do da dos
        das em no na nos nas ao aos à às por pelo pela para com
        e ou que se
        seu sua seus suas lhe como é são foi foram era eram ser tem têm ter tinha tinham sido este esta
        estes estas
        esse essa aquele também já muito sobre entre mas quando num numa"""
    ),
    contentful=_NEGATORS | _QUANTIFIERS | words("já tem têm tinha tinham"),
    complementizers=words("que"),
    clause_closers=words(
        "que quando enquanto porque mas quem qual quais embora como desde se cujo cuja onde e ou"
    ),
    causes=words("causa causas motivo razão origem"),
)
