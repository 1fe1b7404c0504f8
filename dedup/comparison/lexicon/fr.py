"""French. Numerals with the Swiss and Belgian septante, octante, nonante; own lists for the rest."""

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
    """kilomètre kilomètres=kilometer; mètre mètres m=meter; centimètre centimètres=centimeter;
    millimètre millimètres=millimeter; kilo kilos kilogramme kilogrammes=kilogram; gramme grammes g=gram;
    tonne tonnes=ton; litre litres=liter; hectare hectares ha=hectare; degré degrés=degree;
    seconde secondes=second; minute minutes min=minute; heure heures=hour; jour jours=day;
    semaine semaines=week; mois=month; an ans année années=year"""
)
_CURRENCIES = table(
    """dollar dollars=dollar; euro euros=euro; livre livres=pound; franc francs=franc; yen yens=yen;
    yuan yuans=yuan; rouble roubles=ruble; centime centimes=cent; dinar dinars=dinar; dirham
    dirhams=dirham"""
)
_MONTHS = list(
    table("janvier février mars avril mai juin juillet août septembre octobre novembre décembre=x")
)
_NEGATORS = words("pas jamais aucun aucune nul nulle rien personne guère ni sans non")
_QUANTIFIERS = words(
    "tous toutes certains certaines plusieurs beaucoup peu quelques majorité minorité moitié "
    "chaque double triple"
)
_REPORTING = (
    "dit disent disait déclaré déclare déclarait annoncé annonce annonçait indiqué indique "
    "indiquait précisé "
    "précise précisait expliqué explique expliquait affirmé affirme affirmait ajouté ajoute "
    "ajoutait souligné "
    "souligne soulignait raconté raconte racontait rapporté rapporte rapportait signalé "
    "signale informé informe "
    "écrit écrivait estimé estime estimait noté note poursuivi poursuit répondu répond "
    "commenté commente assuré "
    "assure assurait témoigné témoigne rappelé rappelle fait relevé détaillé conclu "
    "déplore déploré regrette regretté martèle martelé résume résumé confie confié lance lancé "
    "plaide plaidé avance avancé constate constaté observe observé remarque remarqué détaille "
    "évoque évoqué mentionne mentionné juge jugé considère rétorque rétorqué rappellent "
    "soulignent indiquent précisent expliquent affirment estiment déplorent regrettent"
)

_LOST_LIVES = (
    "perdu la vie",
    "perdent la vie",
    "perdre la vie",
    "trouvé la mort",
    "sans vie",
    "coûté la vie",
    "coûte la vie",
    "ôté la vie",
)

LEXICON = Lexicon(
    code="fr",
    spellings=SYMBOLS
    | _UNITS
    | _CURRENCIES
    | table(
        """pourcent=percent; janv jan=janvier; févr fév=février; avr=avril; juil=juillet;
        oct=octobre; nov=novembre; déc=décembre; mme=madame; mlle=mademoiselle; dr=docteur; mn mns=millions;
        million=millions; md mds mrd mrds milliard=milliards; me=maître; aout=août"""
    )
    | {"pour cent": "percent"},
    initialisms={"M": "monsieur", "MM": "messieurs"},
    phrases=("pour cent", *_LOST_LIVES),
    elisions=words("l d n s c j m t qu jusqu lorsqu puisqu quoiqu quelqu"),
    stops=Stops(
        never=words(
            "m mm mme mmes mlle dr pr me st ste p pp n no nos art env cf ex p.ex av bd vol fig gén col"
        ),
        seldom=words("janv févr avr juil sept oct nov déc etc jr s.a apr j.-c"),
        openers=words(
            "le la les l un une des du de d en au aux à par pour avec sans selon comme si "
            "quand lorsque alors "
            "après avant depuis pendant mais et ou ne son sa ses ce cette ces cet ceux il elle "
            "ils elles on nous "
            "vous je qui que dont entre outre aussi hier aujourd'hui demain plusieurs quelque "
            "quelques tous tout "
            "c j deux trois"
        ),
    ),
    numerals=NumberWords(
        points=words("virgule"),
        halves=(("et", "demi"), ("et", "demie")),
        fractions=dict.fromkeys(words("demi"), 0.5),
        values=figures(
            """zéro=0; un une=1; deux=2; trois=3; quatre=4; cinq=5; six=6; sept=7; huit=8; neuf=9; dix=10;
            onze=11;
            douze=12; treize=13; quatorze=14; quinze=15; seize=16; vingt vingts=20; trente=30; quarante=40;
            cinquante=50; soixante=60; septante=70; huitante octante=80; nonante=90"""
        ),
        times=figures(
            """cent cents=100; mille mil=1000; million millions=1000000; milliard milliards=1000000000"""
        ),
        alone=words("cent mille"),
        joiners=words("et"),
        unsure=words("un une"),
        scores=True,
    ),
    ordinals=figures(
        """premier première premiers premières=1; deuxième second seconde=2; troisième=3; quatrième=4;
        cinquième=5; sixième=6; septième=7; huitième=8; neuvième=9; dixième=10"""
    ),
    unsure_ordinals=words("second seconde"),
    ordinal_ends=words("er ère re e ème nd nde"),
    scales={
        "mille": 1e3,
        "millions": 1e6,
        "milliards": 1e9,
        "millier": 1e3,
        "milliers": 1e3,
        "douzaine": 12.0,
        "douzaines": 12.0,
    },
    unit_links=words("de d' d’"),
    scale_letters={"M": 1e6, "Md": 1e9, "Mds": 1e9},
    decimal_point=",",
    qualifiers=qualifiers(
        """au moins, au minimum, pas moins de = least; plus de, plus d', supérieur à = more; moins de,
        inférieur à =
        less; jusqu' à, au plus, au maximum = most; près de, presque, quasiment = nearly; environ,
        quelque, autour
        de, à peu près = about; exactement = exactly"""
    ),
    currencies=CURRENCIES | frozenset(_CURRENCIES.values()),
    units=METRIC_UNITS | frozenset(_UNITS.values()),
    durations=words("second minute hour day week month year"),
    harm=words(
        """périt périrent asphyxiés carbonisés
        mort morts morte mortes mourir mourut décédé décédés décédée décédées décès tué tués tuée tuées
        tuent
        tue blessé blessés blessée blessées victime victimes disparu disparus disparue disparues noyé
        noyés noyée
        noyées péri assassiné assassinés cadavres corps vies vie mortels mortelle grièvement intoxiqués"""
    )
    - words("corps vie grièvement")
    | frozenset(_LOST_LIVES),
    tolls=words("morts blessés victimes disparus décès"),
    unharmed=words(
        """évacué évacués évacuée évacuées arrêté arrêtés arrêtée arrêtées interpellé interpellés secouru
        secourus
        sauvé sauvés indemne indemnes déplacés relogés"""
    ),
    survival=words("survécu survivant survivants survivante rescapés"),
    vague=words("dizaines centaines milliers nombreux nombreuses plusieurs quelques dizaine centaine"),
    clauses=words("lorsque lorsqu' quand après alors parce mais que qui où dès depuis pendant tandis comme"),
    auxiliaries=words("est sont était étaient a ont avait avaient sera seront été fut furent"),
    coordinators=words("et ou"),
    including=words("dont notamment"),
    no_words=words("aucun aucune sans"),
    weekdays=table(
        """lundi lundis=lundi; mardi=mardi; mercredi=mercredi; jeudi=jeudi; vendredi=vendredi;
        samedi=samedi;
        dimanche=dimanche"""
    ),
    months={name: number for number, name in enumerate(_MONTHS, start=1)},
    months_capital=False,
    ranges=words("et au"),
    relative_days=words("hier demain aujourd'hui avant-hier"),
    before_years=words("en depuis de jusqu' year"),
    hours=words("h"),
    long_hours=words("hour"),
    minutes=words("minute"),
    clock_cues=words("à vers dès avant après"),
    afternoon=words("soir après-midi"),
    night=words("nuit"),
    minutes_behind={
        (
            "et",
            "demie",
        ): 30,
        (
            "et",
            "demi",
        ): 30,
        (
            "et",
            "quart",
        ): 15,
        (
            "moins",
            "le",
            "quart",
        ): -15,
    },
    forenoon=words("matin"),
    named_times={"midi": "12:00", "minuit": "00:00"},
    particles=words("de du des la le d' l' d’ l’ et"),
    not_names=words(
        """le la les l' un une des du de d' en au aux à par pour avec sans selon comme si quand lorsque
        alors après
        avant depuis pendant mais et ou ne son sa ses ce cette ces cet ceux il elle ils elles on nous vous
        je qui
        que dont entre outre aussi hier demain plusieurs quelque quelques tous tout c' j' n' s' qu' deux
        trois"""
    ),
    name_fillers=words("de du des la le d' l' et"),
    articles=words("le la les l'"),
    place_cues=words("à vers depuis près"),
    titles=words(
        """président présidente ministre premier première maire préfet préfète gouverneur sénateur
        sénatrice député
        députée monsieur madame m mm mme docteur général colonel capitaine roi reine pape porte-parole
        directeur
        directrice juge procureur procureure secrétaire professeur professeure chancelier chancelière"""
    ),
    reporting=words(_REPORTING),
    vouching=words("confirmé confirme confirmait reconnu reconnaît admis admet"),
    doubting=words("prétendu prétend soutenu soutient insisté insiste argué"),
    warning=words("averti avertit prévenu alerté alerte exigé exige menacé menace promis demandé"),
    denying=words("démenti dément démentait nié nie niait contesté réfuté rejeté"),
    always_speech=words(_REPORTING) - words("fait écrit note")
    | words("confirmé confirme averti prévenu démenti nié reconnu admis insisté"),
    according=phrases(
        "selon; d' après; d’ après; de source; de l' avis; aux "
        "dires de; aux dires du; aux dires des; au dire des; "
        "à en croire; au dire de; de l' aveu de; de l’ aveu de; sur la foi de"
    ),
    hedges=words(
        "présumé présumée présumés probablement peut-être vraisemblablement apparemment éventuellement "
        "possiblement prétendument"
    ),
    anonymous=words("sources source autorités porte-parole témoins responsables experts police"),
    speech_auxiliaries=words("n' ne pas jamais plus a ont avait avaient aussi également ensuite"),
    stops_before=words("que qu' qui dont et mais ou parce quand lorsque après si où selon"),
    stops_behind=words(
        "que qu' qui en à au lors dans devant pendant après lorsque et mais pour si sur jeudi lundi "
        "mardi mercredi vendredi samedi dimanche hier"
    ),
    pronouns=words("il elle ils elles on nous je qui"),
    finite=words("est sont était étaient sera seront avait avaient ont a fut peut peuvent doit doivent"),
    no_speech_after=words("de le se à pour être"),
    relatives=words("qui dont"),
    determiners=words("monsieur madame mademoiselle le la les l' un une des du d' son sa ses"),
    verb_first=True,
    adverbial_openers=words("en à au dans pendant après depuis dès lors par avec pour hier ce"),
    concord=True,
    free_order=True,
    planned_endings=(
        "era",
        "eront",
        "ira",
        "iront",
        "dra",
        "dront",
        "vra",
        "vront",
        "tra",
        "tront",
        "ura",
        "uront",
        "rra",
        "rront",
    ),
    negators=_NEGATORS,
    implicit_negators=words("empêché manque refusé refuse évité incapable impossible renoncé"),
    poles=poles(
        (words(x), words(y))
        for x, y in (
            ("embauché embauchés recruté", "licencié licenciés congédié"),
            (
                "augmenté augmente augmentation progressé hausse grimpé monté plus supérieur gagné",
                "diminué diminue baisse baissé reculé recul chuté chute moins inférieur perdu",
            ),
            ("adopté adoptée approuvé approuvée accepté", "rejeté rejetée refusé refusée"),
            ("ouvert ouverte ouvre commencé", "fermé fermée ferme terminé classé classée"),
            ("coupable condamné condamnée", "innocent acquitté acquittée relaxé"),
            ("légal", "illégal"),
            ("avant", "après"),
            (
                "arrêté arrêtée arrêtés interpellé interpellée interpellés incarcéré écroué",
                "libéré libérée libérés relâché relâchée relâchés évadé",
            ),
            (
                "suspendu suspendue limogé révoqué licencié",
                "réintégré réintégrée",
            ),
            (
                "survécu indemne indemnes",
                "mort morte décédé succombé",
            ),
            (
                "accidentel accidentelle accidentellement",
                "délibéré délibérée délibérément intentionnel volontaire",
            ),
            (
                "confirmé confirme",
                "démenti dément nié nie",
            ),
            (
                "soutient soutenu soutiennent appuie",
                "oppose opposé condamne critique",
            ),
            (
                "durci prolongé imposé",
                "assoupli raccourci levé",
            ),
            (
                "acheté achète acquis rachat",
                "vendu vend vente cession",
            ),
            (
                "autorisé autorise permis",
                "interdit interdite",
            ),
            (
                "retrouvé retrouvée",
                "disparu disparue",
            ),
            (
                "plein pleine",
                "vide",
            ),
            (
                "condamné condamnée condamnés condamne",
                "acquitté acquittée acquittés relaxé relaxée relaxés blanchi",
            ),
            ("rouvert relancé lancé", "classé classée clos refermé abandonné"),
            (
                "confirmé confirmée confirme validé maintenu maintenue",
                "annulé annulée annule cassé cassée invalidé infirmé",
            ),
            ("accepté acceptée acceptés accepte consenti", "refusé refusée refuse décliné"),
            ("avoué reconnu reconnaît", "nié nie contesté conteste"),
            ("repris reprend relancé", "suspendu suspend interrompu"),
            ("imposé instauré instaurée", "levé levée supprimé supprimée"),
            ("permis autorisés autorisée", "interdits interdites"),
            ("remporté gagné victoire", "perdu défaite"),
            ("vivant vivante vivants", "mort morte morts"),
            ("avancé", "reporté repoussé différé"),
            ("salué loué", "critiqué dénoncé"),
            ("possible", "impossible"),
            ("renforcé", "affaibli"),
            ("succès réussite réussi", "échec échoué"),
            ("adopté adoptée adoptés adopte", "repoussé repoussée repoussés repousse rejeté rejetée"),
        )
    ),
    statuses=table(
        """fera feront sera seront aura auront ira iront pourra verra=planned; va vont prévoit prévoient
        compte envisage prévu prévue=planned; pourrait pourraient peut peuvent
        peut-être=possible; doit doivent devrait devraient=required; a ont avait avaient déjà=done;
        actuellement=ongoing"""
    ),
    weak_statuses=words("a ont avait avaient va vont peut peuvent"),
    quantifiers=_QUANTIFIERS,
    fractions={"tiers": 3, "quart": 4, "quarts": 4, "cinquième": 5, "cinquièmes": 5, "dixième": 10},
    before_scales=words("un"),
    partitives=words("de des du d d'"),
    shares={"moitié": 50.0},
    directions=words("nord sud est ouest nord-est nord-ouest sud-est sud-ouest gauche droite centre")
    - words("est"),
    function_words=words(
        """aucune aucun le la les l' un une des du de d' à au
        aux en dans par pour avec et ou que qu' qui se s' son sa
        ses leur leurs
        ce cette ces cet c' il elle ils elles on nous je j' y est sont était étaient été être a ont avait
        avaient
        eût fut comme aussi plus très ne n' où lorsque lorsqu' alors dont tout puis sur ainsi"""
    ),
    contentful=_NEGATORS | _QUANTIFIERS | words("plus a ont avait avaient"),
    complementizers=words("que qu'"),
    clause_closers=words(
        "qui que qu' quand lorsque lorsqu' tandis alors parce car mais dont où si comme puisque et ou"
    ),
    causes=words("cause causes raison motif origine"),
)
