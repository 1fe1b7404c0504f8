"""English."""

import re

from dedup.comparison.lexicon import (
    CURRENCY_CODES,
    METRIC_SIZES,
    SYMBOLS,
    WEEKDAYS_ABROAD,
    Fate,
    Lexicon,
    SlotWords,
    State,
    poles,
)
from dedup.text.normalise import listed

_NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}

_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
}

_MONTHS = {
    "jan": "january",
    "feb": "february",
    "mar": "march",
    "apr": "april",
    "jun": "june",
    "jul": "july",
    "aug": "august",
    "sep": "september",
    "sept": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
}

_WEEKDAYS = {
    "mon": "monday",
    "tue": "tuesday",
    "tues": "tuesday",
    "wed": "wednesday",
    "thu": "thursday",
    "thur": "thursday",
    "thurs": "thursday",
    "fri": "friday",
    "sat": "saturday",
}

_SHORT = {
    **SYMBOLS,
    **_MONTHS,
    **_WEEKDAYS,
    **{word: str(value) for word, value in _NUMBER_WORDS.items()},
    "gov": "governor",
    "sen": "senator",
    "sens": "senators",
    "rep": "representative",
    "reps": "representatives",
    "gen": "general",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "col": "colonel",
    "dr": "doctor",
    "prof": "professor",
    "mister": "mr",
    "vs": "versus",
    "v": "versus",
    "&": "and",
    "per cent": "percent",
    "pct": "percent",
    "percents": "percent",
    "bn": "billion",
    "bln": "billion",
    "mln": "million",
    "mn": "million",
    "tn": "trillion",
    "trn": "trillion",
    "dollars": "dollar",
    "dlr": "dollar",
    "dlrs": "dollar",
    "euros": "euro",
    "pounds": "pound",
    "cts": "cent",
    "ct": "cent",
    "cents": "cent",
    "kilometers": "kilometer",
    "kilograms": "kilogram",
    "centimeters": "centimeter",
    "ft": "foot",
    "feet": "foot",
    "mi": "mile",
    "miles": "mile",
    "lb": "pound-weight",
    "lbs": "pound-weight",
    "oz": "ounce",
    "sq": "square",
    "hrs": "hours",
    "mins": "minutes",
    "secs": "seconds",
    "corp": "corporation",
    "inc": "incorporated",
    "ltd": "limited",
    "dept": "department",
    "govt": "government",
    "co": "company",
    "ok": "okay",
    "tv": "television",
    "t-v": "television",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'m": "am",
    "n't": "not",
}

_PAIRS = """ tyre tire, kerb curb, grey gray, plough plow, ploughed plowed, sceptic skeptic, sceptics
skeptics, sceptical skeptical, scepticism skepticism, aluminium aluminum, mum mom, mums moms, jewellery
jewelry, pyjamas pajamas, moustache mustache, ageing aging, judgement judgment, judgements judgments,
acknowledgement acknowledgment, enrol enroll, enrolment enrollment, fulfil fulfill, fulfilment fulfillment,
instalment installment, instalments installments, skilful skillful, wilful willful, whilst while, amongst
among, amidst amid, towards toward, afterwards afterward, backwards backward, learnt learned, burnt burned,
dreamt dreamed, spelt spelled, spoilt spoiled, leapt leaped, leant leaned, adviser advisor, advisers
advisors, protestor protester, protestors protesters, programme program, programmes programs, cheque check,
cheques checks, mould mold, smoulder smolder, smouldering smoldering, artefact artifact, artefacts
artifacts, draught draft, cosy cozy, doughnut donut, manoeuvre maneuver, manoeuvres maneuvers, manoeuvring
maneuvering, manoeuvred maneuvered, practise practice, practised practiced, practising practicing, defence
defense, defences defenses, offence offense, offences offenses, licence license, licences licenses, licenced
licensed, pretence pretense, anaesthetic anesthetic, paediatric pediatric, paediatrician pediatrician,
oestrogen estrogen, foetus fetus, foetal fetal, haemorrhage hemorrhage, orthopaedic orthopedic, leukaemia
leukemia, anaemia anemia, encyclopaedia encyclopedia, archaeology archeology, diarrhoea diarrhea, catalogue
catalog, catalogues catalogs, dialogue dialog, dialogues dialogs, analogue analog, centre center, centres
centers, centred centered, theatre theater, theatres theaters, metre meter, metres meters, litre liter,
litres liters, kilometre kilometer, kilometres kilometer, centimetre centimeter, centimetres centimeter,
millimetre millimeter, fibre fiber, fibres fibers, calibre caliber, lustre luster, sombre somber, spectre
specter, meagre meager, sabre saber, mitre miter, goodbye good-bye, storey story, storeys stories, gaol
jail, tonne ton, tonnes tons, kilogramme kilogram, kilogrammes kilogram, councillor councilor, councillors
councilors,
counsellor counselor, marvellous marvelous, woollen woolen, travelogue travelog, email e-mail, emails
e-mails, cooperate co-operate, alright all-right, yoghurt yogurt, whisky whiskey, axe ax, disc disk, discs
disks, furore furor, mollusc mollusk, omelette omelet, vice vise, okay ok
"""

_SPELLING = {a: b for pair in _PAIRS.replace("\n", " ").split(",") for a, b in [pair.split()]}

_OUR = re.compile(
    r"(?<=[a-z]{3})our(?=(?:s|ed|ing|ings|ite|ites|able|ably|er|ers|hood|hoods|al|less|ful|ly)?$)"
)

_ISE = re.compile(r"([iy])s(?=(?:e|ed|es|ing|ation|ations|er|ers|ational)$)")

_DOUBLE_L = re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers|or|ors|ings)$)")

_TWO_SYLLABLES = re.compile(r"[aeiou][^aeiou]+[aeiou]ll")


def _respelled(word: str) -> str:
    """British endings as American ones."""
    if len(word) > 5:
        word = _OUR.sub("or", word)
        word = _ISE.sub(r"\1z", word)
        if _TWO_SYLLABLES.search(word):
            word = _DOUBLE_L.sub("l", word)
    return word


_AXES = """ rise rises rose risen rising increase increases increased increasing climb climbs climbed
climbing jump jumps jumped jumping gain gains gained gaining surge surges surged surging grow grows grew
grown growing growth soar soars soared soaring advance advanced rally rallied rallying up higher upward
upwards upturn expand expanded expands expanding swell swelled strengthen strengthened strengthens improve
improved improves improving improvement raise raises raised raising accelerate accelerated | fall falls fell
fallen falling drop drops dropped dropping decrease decreases decreased decreasing decline declines declined
declining slip slips slipped slipping slide slides slid sliding slump slumps slumped slumping plunge plunges
plunged plunging tumble tumbles tumbled tumbling shrink shrinks shrank shrunk shrinking down lower downward
downwards downturn contract contracted contracts sink sank sunk weaken weakened weakens worsen worsened
worsens worsening lower lowers lowered lowering cut cuts reduce reduces reduced reducing reduction dip dips
dipped ease eased slow slowed lose loses lost losing loss losses ; more greater larger bigger most largest
biggest greatest | fewer less smaller smallest least ;
above over exceeding exceeds exceeded | below under beneath ;
win wins won winning victory victories winner winners | lose loses lost losing defeat defeats loser losers ;
profit profits profitable | loss losses unprofitable deficit deficits ; surplus surpluses | deficit deficits
; support supports supported supporting back backs backed backing favor favors favored endorse endorses
endorsed for | oppose opposes opposed opposing reject rejects rejected rejecting against block blocks
blocked condemn condemns condemned ; approve approves approved approving approval pass passes passed accept
accepts accepted accepting adopt adopted grant granted | reject rejects rejected rejecting rejection refuse
refuses refused refusing refusal deny denies denied denying decline declined veto vetoed disapprove
disapproved ; confirm confirms confirmed confirming admit admits admitted acknowledge acknowledged
acknowledges
| deny denies denied denying refute refuted dispute disputes disputed disputing
; agree agrees agreed agreement | disagree disagrees disagreed disagreement ; allow allows allowed allowing
permit permits permitted let lets legalize legalized | ban bans banned banning prohibit prohibits prohibited
forbid forbids forbade forbidden prevent prevented bar barred block blocked ; legal lawful | illegal
unlawful ; guilty convicted convict conviction | innocent acquitted acquit acquittal cleared ; safe | unsafe
dangerous ; likely probable possible | unlikely improbable impossible ; able | unable ; success successful
successfully succeed succeeds succeeded | failure unsuccessful unsuccessfully fail fails failed ; start
starts started starting begin begins began begun open opens opened opening launch launched
| stop stops stopped stopping end ends ended ending finish finished close closes closed closing halt halted
; before earlier prior | after later following ; first | last ; early | late ; good best better positive
optimistic | bad worst worse negative pessimistic ; strong stronger strongest | weak weaker weakest ; high
highest | low lowest ; maximum | minimum ; alive survived survive survivors | dead died killed ; arrive
arrives arrived arriving enter enters entered | leave leaves left leaving depart departs departed exit exits
exited ; buy buys bought buying purchase purchased | sell sells sold selling ; hire hires hired hiring |
fire fires fired firing dismiss dismissed ; include includes included including | exclude excludes excluded
excluding ; with | without ; majority | minority ; present | absent ; true | false ; public | private ; men
man male boy boys he his him son brother father husband | women woman female girl girls she her hers
daughter sister mother wife ; inside within | outside ; always | never ; friend friends ally allies | enemy
enemies foe foes ; happy pleased satisfied | unhappy displeased dissatisfied angry ; fair | unfair ; known |
unknown ; armed | unarmed ; conditional | unconditional ; tighten tightened tightens tightening | loosen
loosened relax relaxed relaxing ease eased easing ; import imports imported | export exports exported;
arrest arrests
arrested arresting detain detains detained detaining jailed imprisoned captured custody | release releases
released releasing free freed freeing escape escaped fled bailed ; suspend suspended sacked ousted removed |
reinstated rehired restored ; accidental accidentally unintentional | deliberate deliberately intentional
intentionally ; extend extends extended extending impose imposes imposed imposing | shorten shortened lift
lifts lifted lifting ; full | empty"""

_STATUS = """
planned: will shall expected planned scheduled due set poised going plan plans likely intends intend
intended plotting preparing prepares upcoming hopes aims aim seek seeks proposed proposes considering
consider would
; possible: may might could can possibly perhaps
; required: should must ought need needs
; done: has have had did done completed finished already
; ongoing: is are being currently ongoing continues continue continuing still
"""

_STATUS_OF = {
    word: name.strip()
    for name, _, words in (line.partition(":") for line in _STATUS.split(";"))
    for word in words.split()
}

_COUNTRIES = """ russia russian russians moscow kremlin putin | U.S. america american americans washington
pentagon | uk british britain briton britons england london downing | france french paris elysee | germany
german germans berlin | italy italian italians rome | spain spanish madrid | china chinese beijing | japan
japanese tokyo | india indian indians delhi | pakistan pakistani islamabad | iran iranian iranians tehran |
iraq iraqi iraqis baghdad | syria syrian syrians damascus assad | turkey turkish turks ankara | israel
israeli israelis jerusalem | egypt egyptian egyptians cairo | saudi riyadh | afghanistan afghan afghans
kabul | ukraine ukrainian ukrainians kiev kyiv | poland polish warsaw | greece greek greeks athens |
portugal portuguese lisbon | netherlands dutch hague | belgium belgian brussels | sweden swedish stockholm |
norway norwegian oslo | denmark danish copenhagen | finland finnish helsinki | ireland irish dublin |
switzerland swiss bern | austria austrian vienna | hungary hungarian budapest | romania romanian bucharest |
bulgaria bulgarian sofia | serbia serbian belgrade | canada canadian canadians ottawa | mexico mexican
mexicans | brazil brazilian brazilians brasilia | argentina argentine argentinian | chile chilean santiago |
colombia colombian bogota | venezuela venezuelan caracas | cuba cuban havana | australia australian
australians canberra | indonesia indonesian jakarta | philippines philippine filipino manila | thailand thai
bangkok | vietnam vietnamese hanoi | korea korean koreans seoul pyongyang | myanmar burma burmese | nigeria
nigerian abuja | kenya kenyan nairobi | ethiopia ethiopian | sudan sudanese khartoum | libya libyan tripoli
| tunisia tunisian tunis | algeria algerian algiers
| morocco moroccan rabat | yemen yemeni sanaa | lebanon lebanese beirut | jordan jordanian amman | qatar
qatari doha | europe european eu
| isis isil daesh | un
"""

_ACTS = """ attack attacks attacked assault strike strikes struck airstrike airstrikes raid raids bombing
bombings bombed bombardment hit hits shelling
| kill kills killed dead death deaths die died dies dying fatal fatally fatalities toll perished slain
| injure injured injuries wounded hurt wounds
| ask asked asks asking request requested seek seeks sought demand demanded demands urge urged urges call
calls called appeal appealed question questioned query | warn warned warns warning warnings alert alerted
alerts inform informed notify notified notification tell told
| stop stops stopped halt halted cease ceased end ended suspend suspended cancel cancelled
| answer answers explanation explain explained respond responded response reply replied account
| say said statement announced announcement told spokesman spokeswoman spokesperson
| concern concerns concerned worry worried worries anxiety fear fears
| fight fights fighting fought battle battles battling combat clash clashes
| rebels rebel fighters fighter militants militant insurgents opposition | troops soldiers forces military
army
| police officers officer detectives investigators | arrest arrested detain detained custody held
| blast explosion exploded bomb detonated | crash crashed collision collided derailed | fire blaze flames
burned burnt | vote votes voted ballot election elections poll polls | win won victory | resign resigned
quit step stepped resignation
| buy bought purchase acquire acquired acquisition takeover offer bid deal | price prices cost costs worth
| rise rose risen increase increased climb climbed jump jumped surge surged gain gained up
| fall fell fallen drop dropped decline declined decrease decreased down | cut cuts reduce reduced slash
slashed
| save saved rescue rescued rescuers | missing lost unaccounted | hospital hospitals doctors medics treated
| quake earthquake tremor | flood floods flooding flooded | storm hurricane typhoon cyclone
| boat ferry ship vessel ships vessels | plane aircraft jet flight airliner | train rail railway | road
highway motorway
| workers employees staff jobs | union unions strikers | company firm group business
| minister secretary official officials | president leader | government authorities administration cabinet
| court judge trial tribunal | lawyer lawyers attorney counsel | charge charged charges accused indicted
| child children boy girl pupils students | people residents locals villagers | home homes houses house
| begin began begun start started launch launched | plan plans planned intend intends aim aims
| money funds fund million aid | ban banned bans prohibit prohibited forbidden bar barred
| agree agreed agreement deal accord pact treaty truce ceasefire | talks negotiations meeting met session
summit call
"""

_TURNED = {
    first: listed(third)
    for first, third in {
        "i": "he she they", "we": "they it he she", "me": "him her them", "us": "them it",
        "my": "his her their", "our": "their its his her", "mine": "his hers theirs", "ours": "theirs its",
        "myself": "himself herself", "ourselves": "themselves itself", "you": "they he she i we",
        "your": "their his her my our", "will": "would", "'ll": "would", "shall": "would should",
        "can": "could", "may": "might", "am": "was is", "is": "was", "are": "were was is", "'m": "was is",
        "'re": "were was", "has": "had", "have": "had has", "'ve": "had has", "do": "did does",
        "does": "did", "this": "that the", "these": "those the", "here": "there", "now": "then",
        "go": "went goes", "know": "knew knows", "think": "thought thinks", "make": "made makes",
        "take": "took takes", "get": "got gets", "see": "saw sees", "come": "came comes",
        "give": "gave gives", "stand": "stood stands", "feel": "felt feels",
    }.items()
}  # fmt: skip

_QUANTIFIERS = listed(
    "all every each most many some several few no none half both majority minority dozens hundreds "
    "thousands scores numerous handful any once twice double triple couple various multiple entire "
    "whole part millions billions group only thrice"
)

_LOCATIVES = listed("in near outside inside off beside around toward behind across above below at")

_NEGATORS = listed("not no never none nobody nothing nowhere neither nor without cannot non hardly scarcely")

_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_UNITS = listed(
    "kilometer meter meters centimeter millimeter mile foot inch inches yard yards acre acres hectare "
    "hectares kilogram gram grams ton tons pound-weight ounce liter liters gallon gallons barrel "
    "barrels degree degrees year years month months week weeks day days hour hours minutes seconds "
    "mph kph point points share shares"
)

_SIZES = {
    "meter": ("length", 1.0),
    "mile": ("length", 1609.344),
    "yard": ("length", 0.9144),
    "foot": ("length", 0.3048),
    "inch": ("length", 0.0254),
    "hectare": ("area", 10_000.0),
    "acre": ("area", 4046.856),
    "ton": ("weight", 1000.0),
    "gram": ("weight", 0.001),
    "pound": ("weight", 0.45359),
    "pound-weight": ("weight", 0.45359),
    "ounce": ("weight", 0.02835),
    "week": ("time", 10_080.0),
    "day": ("time", 1440.0),
    "hour": ("time", 60.0),
    "minute": ("time", 1.0),
    "second": ("time", 1 / 60),
    "mph": ("speed", 1.609344),
    "kph": ("speed", 1.0),
}

_GIVEN_NAMES = listed(
    "aaron abdul adam adrian ahmed alan albert alejandro alex alexander alexandra alexis alfred ali alice "
    "alison allen amanda amber amy ana andre andrea andreas andrew andy angela anita ann anna anne anthony "
    "antonio april arthur ashley austin barbara barry ben benjamin bernard bernie beth betty bill billy bob "
    "bobby boris brad bradley brandon brenda brett brian bruce bryan caleb cameron carl carla carlos carol "
    "caroline catherine chad charles charlie charlotte chelsea cheryl chloe chris christian christina "
    "christine christopher chuck cindy claire clara clarence claudia colin connie connor corey courtney "
    "craig crystal curtis cynthia dale dan dana daniel danielle danny darren dave david dawn dean deborah "
    "debra denis denise dennis derek diana diane diego dmitry don donald donna doris dorothy doug douglas "
    "duncan dylan earl ed eddie edward edwin eileen elaine eleanor elena elizabeth ellen emily emma eric "
    "erica erik erin ernest ethan eugene eva evan evelyn fatima felix fernando florence frances francis "
    "francisco frank franklin fred frederick gabriel gail gareth gary gavin gene geoff geoffrey george "
    "gerald gerard gina glen glenn gloria gordon grace graham greg gregory guy hannah hans harold harriet "
    "harry hassan heather hector helen henry herbert hillary holly howard hugh hugo hussein ian ibrahim "
    "irene isaac isabel ivan jack jackie jackson jacob jacqueline jake james jamie jan jane janet janice "
    "jared jasmine jason javier jay jean jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jill "
    "jim jimmy jo joan joanna joanne joe joel johannes john johnny jon jonathan jordan jorge jose joseph "
    "josh joshua joy joyce juan judith judy julia julian julie justin karen karl kate katherine kathleen "
    "kathryn kathy katie keith kelly ken kenneth kevin kim kimberly kirk kristen kristin kurt kyle larry "
    "laura lauren laurie lawrence lee leo leon leonard leslie lewis liam lillian linda lindsay lisa liz "
    "lloyd logan lois loren lorraine louis louise lucas lucy luis luke lynn madison malcolm manuel marc "
    "marcia marco marcus margaret maria marie marilyn mario marion mark marsha martha martin marvin mary "
    "mathew matt matthew maureen maurice max megan mel melanie melissa melvin michael michelle miguel mike "
    "mikhail mitch mitchell mohamed mohammad mohammed molly monica muhammad nancy natalie natasha nathan "
    "neil nelson nicholas nick nicolas nicole nigel nina noah nora norman oliver olivia omar oscar owen "
    "pablo pamela pat patricia patrick paul paula pauline pedro peggy penny pete peter phil philip phillip "
    "phyllis pierre rachel ralph randy ray raymond rebecca reginald renee rex ricardo richard rick ricky "
    "rita rob robert roberta roberto robin robyn rod rodney roger roland ron ronald rosa rose ross roy ruby "
    "russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean sebastian sergei shane "
    "shannon sharon shaun shawn sheila shirley sidney simon sofia sonia sophia sophie stacey stacy stan "
    "stanley stefan stella stephanie stephen steve steven stewart stuart sue susan suzanne sylvia tamara "
    "tanya tara ted teresa terrence terry theodore theresa thomas tiffany tim timothy tina todd tom tommy "
    "toni tony tracey tracy travis trevor tyler valerie vanessa vera vernon veronica vicki victor victoria "
    "vince vincent virginia vladimir walter wanda warren wayne wendy wesley will william willie xavier "
    "yasmin yvonne zach zachary"
)

_ROLES = listed(
    "president vice-president vice vise minister senator sen representative rep governor gov congressman "
    "congresswoman lawmaker mp councilman councilwoman councillor alderman mayor sheriff deputy detective "
    "inspector superintendent constable sergeant sgt lieutenant lt captain capt colonel col major general "
    "gen admiral officer chief commissioner marshal agent director chairman chairwoman chair co-chairwoman "
    "co-chairman secretary undersecretary spokesman spokeswoman spokesperson attorney lawyer solicitor "
    "barrister prosecutor judge justice magistrate coroner doctor dr professor prof scientist researcher "
    "analyst economist strategist pollster adviser advisor aide counsel manager editor reporter journalist "
    "author writer columnist host anchor contributor correspondent coach player actor actress singer pastor "
    "priest bishop rev reverend pope imam rabbi king queen prince princess duke ambassador diplomat consul "
    "premier chancellor leader founder owner president-elect ceo executive officer-in-charge administrator "
    "principal teacher nurse firefighter paramedic engineer pilot driver witness victim suspect neighbor "
    "neighbour resident landlord mother father wife husband son daughter brother sister girlfriend "
    "boyfriend ex-girlfriend candidate nominee businessman businesswoman activist student mr mrs ms miss sir "
    "lady lord former acting det insp supt cpl pc rear"
)

_ORGANISATIONS = listed(
    "university college school hospital bank street road avenue park county city state states department "
    "ministry agency association institute center committee council commission company corporation "
    "incorporated limited group party church club team league court house senate congress parliament union "
    "police force army navy airlines airport station hotel store mall bridge river lake mountain island "
    "islands bay beach valley district province region republic kingdom nations foundation society "
    "federation bureau office board authority service services trust times post journal news herald tribune "
    "press network project campaign act bill war prize award cup open series world international national "
    "global american"
)

_ACT_VERBS = listed(
    "arrested detained apprehended captured jailed charged indicted accused arraigned convicted acquitted "
    "sentenced pleaded pled sued suing resigned quit fired sacked ousted hired appointed nominated "
    "apologized apologize denied admitted confessed signed vetoed approved banned prohibited barred "
    "canceled cancelled scrapped postponed rescheduled evacuated recalled recused recusing pardoned "
    "deported extradited seized confiscated recovered testified subpoenaed rescued surrendered fled escaped "
    "stabbed kidnapped abducted raped molested stole stolen robbed looted threatened endorsed boycotted "
    "withdrew withdrawn suspended fined settled donated protested evicted executed sanctioned invaded "
    "divorced hospitalized consulted attacked bombed detonated drowned collapsed torched beaten strangled "
    "poisoned smuggled trafficked bribed hacked impeached inaugurated merged bankrupt furloughed "
    "compensated blackmailed extorted exhumed buried quarantined jumped jumping leapt trapped stranded "
    "expelled defected freed"
)

_SLOTS = SlotWords(
    fates={
        "dead": Fate(
            listed("killed killing kills kill slain"),
            listed("dead killed died die dying perished drowned slain"),
            listed("deaths death fatalities dead"),
        ),
        "injured": Fate(
            listed("injured injuring injures injure wounded wounding wounds hurt hurting"),
            listed("injured wounded hurt"),
            listed("injuries injured wounded"),
        ),
        "missing": Fate(states=listed("missing unaccounted"), nouns=listed("missing")),
        "arrested": Fate(listed("arrested arresting arrest"), listed("arrested"), listed("arrests arrest")),
    },
    copulas=listed("is are was were be been being 's 're get got"),
    perfect=listed("has have had"),
    before_people=listed(
        "a an another other others further additional some up to the all of total estimated more about"
    ),
    reported=listed(
        "shot reported reportedly confirmed listed declared found pronounced left still also remain remained "
        "remains now known said to officially already"
    ),
    counting=listed(
        "reported reporting confirmed confirming recorded registered counted caused causing claimed announced"
    ),
    not_done=listed("to would could might may will can not n't never"),
    governing=listed("to for with from by than between"),
    here=listed("there here"),
    further=listed("more further additional"),
    per=listed("per every"),
    anyone=listed("people persons others victims"),
    unpeopled=listed(
        "birds fish cattle sheep dogs cats horses whales dolphins chickens pigs animals livestock cows "
        "camels trees homes houses cars vehicles hours minutes days weeks months years times miles"
    ),
    toll_nouns=listed("toll"),
    toll_links=listed(
        "to at of is was were reached hit passed topped exceeded surpassed stands stood climbed risen"
    ),
    sum_links=listed("in of"),
    no_nouns=listed(
        "more less ago each per apiece early late today yesterday tomorrow total almost nearly about worth "
        "number amount sum excess tune minimum maximum average least most million billion dozen hundred "
        "thousand then now once again there here alone others other done vicinity figure range region "
        "neighborhood order under over per"
    ),
    suspecting=listed(
        "arrested charged detained indicted arraigned accused apprehended jailed convicted sentenced "
        "suspected"
    ),
    suspects=listed("suspect gunman shooter attacker suspects"),
    arresting=listed("arrested arresting arrest charged charging detained detaining indicted"),
    caused=frozenset(
        {("caused", "by"), ("sparked", "by"), ("triggered", "by"), ("ignited", "by"), ("blamed", "on")}
    ),
    open=listed("if whether may might could often usually typically generally can"),
    cause_nouns=listed("cause origin motive"),
    remained=listed("remains remained appears appeared"),
    inquiries=listed(
        "investigation investigated investigating determined determine probe known clear disclosed "
        "established"
    ),
    where=listed("in near at outside inside off"),
    ahead=listed("will shall would expected scheduled"),
    posting=listed("posted updated published modified"),
    days_back={"today": 0, "yesterday": 1, "tonight": 0},
    recent=listed("day days hour hours minute minutes"),
    other_times=listed("ago previously earlier history anniversary since annually"),
)

_NEWS_ACTS = {
    "arrest": listed(
        "arrest arrests arrested arresting detain detained detains detaining detention apprehended custody "
        "captured capture nabbed caught jailed handcuffed"
    ),
    "charge": listed(
        "charged charges charging charge indicted indictment indict indicts accused accuse arraigned "
        "arraignment prosecuted prosecution prosecutors"
    ),
    "convict": listed(
        "convicted convict convicting conviction convictions guilty verdict acquitted acquittal"
    ),
    "sentence": listed("sentenced sentence sentencing sentences jailed imprisoned prison jail"),
    "plead": listed("pleaded pled plead pleads pleading plea"),
    "sue": listed("sued sue sues suing lawsuit lawsuits suit damages litigation"),
    "resign": listed(
        "resigned resigns resign resigning resignation quit quits quitting stepped step stepping"
    ),
    "fire": listed(
        "fired fires firing fire dismissed dismiss dismissal sacked sacking sack ousted oust ouster "
        "dismissing"
    ),
    "hire": listed(
        "hired hires hire hiring appointed appoint appointment appoints appointing named nominated nominate "
        "nomination nominates nominee"
    ),
    "apologize": listed("apologized apologize apologizes apologizing apology apologies sorry"),
    "deny": listed(
        "denied denies deny denying denial denials disputed disputes dispute rejected rejects reject refuted"
    ),
    "admit": listed(
        "admitted admits admit admitting confessed confesses confess confession acknowledged acknowledges "
        "acknowledge conceded"
    ),
    "sign": listed("signed signs signing sign signature"),
    "veto": listed("vetoed veto vetoes vetoing"),
    "approve": listed(
        "approved approves approve approving approval passed passes passing passage adopted ratified"
    ),
    "ban": listed("banned bans ban banning prohibited prohibit prohibits outlawed barred"),
    "cancel": listed(
        "canceled cancelled cancels cancel canceling cancelling cancellation scrapped scrap called"
    ),
    "postpone": listed(
        "postponed postpones postpone postponing postponement delayed delay delays rescheduled shelved "
        "ice hold put off"
    ),
    "evacuate": listed("evacuated evacuate evacuates evacuating evacuation evacuations"),
    "recall": listed("recalled recalls recall recalling"),
    "recuse": listed("recused recuse recuses recusing recusal"),
    "pardon": listed("pardoned pardon pardons pardoning clemency"),
    "deport": listed(
        "deported deport deports deporting deportation deportations extradited extradite extradition"
    ),
    "seize": listed(
        "seized seize seizes seizing seizure confiscated confiscate recovered recover recovers recovering"
    ),
    "testify": listed("testified testify testifies testifying testimony"),
    "investigate": listed(
        "investigated investigate investigates investigating investigation investigations investigators "
        "probe inquiry probing inquiries"
    ),
    "subpoena": listed("subpoenaed subpoena subpoenas"),
    "rescue": listed("rescued rescue rescues rescuing rescuers saved"),
    "surrender": listed("surrendered surrender surrenders surrendering turned"),
    "flee": listed("fled flee flees fleeing escaped escape escapes escaping getaway ran drove sped off away"),
    "shoot": listed(
        "shot shoot shoots shooting shootings gunfire gunman gunmen gunshot gunshots fired opened"
    ),
    "stab": listed("stabbed stab stabs stabbing stabbings knife"),
    "kidnap": listed(
        "kidnapped kidnap kidnaps kidnapping kidnappers abducted abduct abduction hostage hostages"
    ),
    "rape": listed("raped rape rapes raping assaulted assault assaults assaulting molested"),
    "steal": listed(
        "stole stolen steal steals stealing robbed rob robbery robberies theft thefts burglary heist looted "
        "looting"
    ),
    "threaten": listed("threatened threaten threatens threatening threat threats"),
    "endorse": listed("endorsed endorse endorses endorsing endorsement endorsements backed"),
    "boycott": listed("boycotted boycott boycotts boycotting"),
    "withdraw": listed("withdrew withdraw withdraws withdrawn withdrawing withdrawal pulled pull"),
    "suspend": listed("suspended suspend suspends suspending suspension leave"),
    "fine": listed("fined fines fining penalty penalties"),
    "settle": listed("settled settle settles settling settlement settlements"),
    "donate": listed("donated donate donates donating donation donations"),
    "protest": listed(
        "protested protest protests protesting protesters demonstrated demonstration demonstrations "
        "demonstrators rally rallied"
    ),
    "evict": listed("evicted evict evicts evicting eviction"),
    "execute": listed("executed execute execution executions"),
    "sanction": listed("sanctioned sanction sanctions sanctioning"),
    "invade": listed("invaded invade invades invading invasion"),
    "divorce": listed("divorced divorce divorces divorcing"),
    "marry": listed("married marry marries marrying wedding marriage"),
    "crash": listed("crashed crash crashes crashing collided collision"),
    "hospitalize": listed("hospitalized hospital hospitals clinic"),
    "autopsy": listed("autopsy autopsies post-mortem postmortem"),
    "consult": listed("consulted consult consults consulting consultation"),
    "attack": listed("attacked attack attacks attacking assault assaulted raid raided strike strikes struck"),
    "bomb": listed(
        "bombed bomb bombs bombing bombings bombers blast blasts explosion explosions exploded detonated "
        "explosive explosives"
    ),
    "drown": listed("drowned drown drowning drownings"),
    "collapse": listed("collapsed collapse collapses collapsing caved fell"),
    "burn": listed("burned burnt burn burning fire fires blaze flames torched arson"),
    "beat": listed("beaten beat beats beating beatings punched kicked assaulted"),
    "strangle": listed("strangled strangle strangling strangulation choked asphyxiated"),
    "poison": listed("poisoned poison poisons poisoning poisonings toxic"),
    "smuggle": listed("smuggled smuggle smuggling smugglers trafficked trafficking"),
    "bribe": listed("bribed bribe bribes bribery bribing kickback kickbacks corruption"),
    "leak": listed("leaked leak leaks leaking"),
    "hack": listed("hacked hack hacks hacking hackers breach breached cyberattack"),
    "impeach": listed("impeached impeach impeaching impeachment"),
    "inaugurate": listed("inaugurated inaugurate inauguration sworn"),
    "merge": listed(
        "merged merge merger merging acquired acquire acquires acquisition takeover bought buy buying"
    ),
    "bankrupt": listed("bankrupt bankruptcy insolvent insolvency"),
    "dismiss staff": listed("furloughed layoffs lay-offs redundancies laid redundant"),
    "compensate": listed(
        "compensated compensate compensation damages payout reimbursed reimburse reimbursement"
    ),
    "blackmail": listed("blackmailed blackmail extorted extortion"),
    "exhume": listed("exhumed exhume exhumation"),
    "bury": listed("buried bury burial funeral cremated"),
    "adopt": listed("adopted adoption"),
    "quarantine": listed("quarantined quarantine isolation isolated"),
    "vaccinate": listed("vaccinated vaccine vaccines vaccination"),
    "jump": listed("jumped jump jumps jumping leapt leaped leap"),
    "trap": listed("trapped trap stranded stuck"),
    "disarm": listed("disarmed disarm disarmament denuclearize denuclearization"),
    "expel": listed("expelled expel expels expelling expulsion"),
    "nationalise": listed("nationalized nationalize nationalization seized"),
    "defect": listed("defected defect defection defector"),
    "forge": listed("forged forge forgery forgeries counterfeit fake"),
    "release": listed("freed released release releases releasing bail"),
    "identify": listed("identified identify identifies identifying named names identity"),
    "condition": listed(
        "critical condition stable serious hospital hospitalized hospitalised intensive injured wounded"
    ),
    "no comment": listed("comment comments commented declined refused respond response"),
    "no arrests": listed("arrest arrests arrested custody suspect suspects detained"),
    "no charges": listed("charge charges charged cleared exonerated prosecute prosecuted"),
    "no injuries": listed("injured injuries injury hurt unhurt unharmed wounded casualties"),
    "at large": listed("large fugitive manhunt wanted sought loose run hunt search"),
}
"""Acts of news by class: every form, nouns too, and words that come near to it."""

_OPPOSED = tuple(
    (State(listed(a), listed(near_a)), State(listed(b), listed(near_b)))
    for a, near_a, b, near_b in (
        (
            "fired dismissed sacked ousted",
            "fire fires firing dismissal dismiss sack oust ouster let",
            "resigned quit stepped resigns",
            "resign resignation resigning step stepping left leave leaving departure departed retired",
        ),
        (
            "arrested apprehended captured jailed detained",
            "arrest arrests custody caught nabbed suspect held holding detaining jail charged surrendered",
            "sought fugitive manhunt fled unidentified hunted hunting",
            "wanted seeking search searching loose escaped large hunt flee fleeing looking",
        ),
        (
            "freed",
            "released release bail free bond",
            "jailed detained imprisoned",
            "custody held holding detention jail prison arrested behind",
        ),
        (
            "died killed",
            "dead death deaths die dies dying fatal fatally kill kills killing murder murdered slain toll",
            "survived hospitalized critical",
            "recovering stable injured serious wounded hurt survive surviving alive",
        ),
        (
            "accidental accidentally",
            "accident accidents",
            "deliberate deliberately intentional intentionally arson",
            "purpose purposely murder attack sabotage set",
        ),
        (
            "approved ratified",
            "approve approves approval passed passes pass adopted adopts vote voted backed",
            "rejected defeated vetoed",
            "reject rejects rejection blocked failed defeat voted vote",
        ),
        (
            "admitted confessed",
            "admit admits admitting confess confession acknowledged acknowledges guilty",
            "denied",
            "deny denies denying denial denials rejected disputed innocent",
        ),
        (
            "convicted",
            "convict conviction guilty verdict found",
            "acquitted",
            "acquit acquittal cleared innocent",
        ),
        (
            "canceled cancelled scrapped",
            "cancel cancels canceling cancellation called nixed",
            "postponed rescheduled",
            "postpone delay delayed put moved",
        ),
        (
            "suicide",
            "himself herself themselves overdose",
            "murdered homicide",
            "murder murders murderer killing killed slain stabbed shot",
        ),
        (
            "resumed",
            "resume resumes resuming resumption restarted back reopened",
            "suspended halted",
            "suspend suspends suspension halt halts stopped grounded paused",
        ),
        (
            "landed arrived",
            "land lands landing arrive arrives arriving arrival there visited visiting met",
            "heading headed",
            "head heads travel travels traveling travelling route way leaves leaving",
        ),
        (
            "extinguished doused",
            "extinguish douse put contained out quelled",
            "raging",
            "rage rages burning burns spreading uncontrolled ablaze",
        ),
        (
            "unanimously unanimous",
            "unanimity all",
            "narrowly",
            "narrow close split divided",
        ),
        (
            "reopened",
            "reopen reopens reopening open opened opens",
            "closed",
            "close closes closing shut shuts closure shuttered",
        ),
    )
)
"""Pairs of states that exclude each other: telling words, near ones, of the one and of the other."""

LEXICON = Lexicon(
    code="en",
    spellings={a: _SHORT.get(_respelled(b), _respelled(b)) for a, b in _SPELLING.items()} | _SHORT,
    respelled=_respelled,
    accents=False,
    initialisms={"US": "U.S.", "USA": "U.S."},
    phrases=("per cent",),
    clitics=("n't", "'s", "'re", "'ve", "'ll", "'d", "'m"),
    shortened={"ca": "can", "wo": "will", "sha": "shall", "ai": "is"},
    contractions={
        "cannot": (("can", "can"), ("not", "not")),
        "can't": (("can", "can"), ("'t", "not")),
        "fortnight": (("fort", "2"), ("night", "week")),
    },
    number_words=_NUMBER_WORDS,
    ordinals=_ORDINALS,
    unsure_ordinals=frozenset({"second"}),
    ordinal_ends=listed("st nd rd th"),
    scales={
        "hundred": 100.0,
        "thousand": 1e3,
        "million": 1e6,
        "billion": 1e9,
        "trillion": 1e12,
        "dozen": 12.0,
    },
    scale_letters={"m": 1e6, "M": 1e6, "k": 1e3},
    number_joiners=frozenset({"and"}),
    before_scales=frozenset({"a", "an"}),
    half=frozenset({"half"}),
    minutes_past={("half", "past"): 30, ("quarter", "past"): 15, ("quarter", "to"): -15},
    not_counted=listed("no every any this that the"),
    qualifiers={
        ("at", "least"): "least",
        ("no", "fewer", "than"): "least",
        ("no", "less", "than"): "least",
        ("more", "than"): "more",
        ("fewer", "than"): "less",
        ("less", "than"): "less",
        ("up", "to"): "most",
        ("at", "most"): "most",
        ("as", "many", "as"): "most",
        ("as", "much", "as"): "most",
        ("as", "few", "as"): "few",
        ("as", "little", "as"): "few",
        ("no", "more", "than"): "most",
        ("close", "to"): "nearly",
        ("an", "estimated"): "about",
        ("estimated",): "about",
        ("about",): "about",
        ("around",): "about",
        ("roughly",): "about",
        ("approximately",): "about",
        ("some",): "about",
        ("nearly",): "nearly",
        ("almost",): "nearly",
        ("over",): "more",
        ("above",): "more",
        ("under",): "less",
        ("below",): "less",
        ("exactly",): "exactly",
    },
    currencies=listed(
        "dollar euro pound yen cent yuan rupee rupees ruble rubles rouble roubles peso pesos franc francs "
        "krona kronor kroner won shekel shekels lira rand pence sterling riyal dirham ¥ ₹"
    )
    | CURRENCY_CODES,
    units=_UNITS,
    singular={u: u[:-1] for u in sorted(_UNITS) if u.endswith("s")} | {"inches": "inch"},
    sizes={**METRIC_SIZES, **_SIZES},
    speeds={"kilometer": "kph", "mile": "mph"},
    per_hour=frozenset({("h",), ("a", "hour"), ("an", "hour"), ("per", "hour")}),
    percentage=("percentage", "point|points"),
    weights=frozenset({"pound"}),
    money_words=listed(
        "cost costs price prices worth paid pay pays fine fined sum money fund funds fee fees tax taxes bill "
        "budget salary wage wages earn earned loan debt spent spend sold buy bought sterling a-year prize "
        "raised compensation damages grant revenue profit bail ticket tickets charge charged cash"
    ),
    fractions={
        "third": 3,
        "thirds": 3,
        "quarter": 4,
        "quarters": 4,
        "fifth": 5,
        "fifths": 5,
        "eighths": 8,
        "tenth": 10,
        "tenths": 10,
        "half": 2,
        "halves": 2,
    },
    durations=listed("second minute hour day week month year"),
    harm=listed(
        "dead killed kill kills killing died die dying death deaths fatality fatalities injured injuring "
        "injuries injury wounded wounding hurt casualties casualty missing victims toll perished drowned "
        "lives slain"
    ),
    tolls=listed("toll dead deaths fatalities casualties injuries victims"),
    unharmed=listed(
        "evacuated evacuating displaced displacing fled flee rescued rescuing saved homeless arrested "
        "detained charged sent deployed unharmed unhurt survived escaped"
    ),
    survival=listed("survive survived survives survivors perish perishes fatally fatal"),
    vague=listed("number several many dozens scores hundreds thousands few some"),
    clauses=listed("after when while because as but before although though that which since amid during"),
    consequences=listed("left leaving forced forcing among"),
    auxiliaries=listed("is are was were be been has have had will would could may might rose said"),
    coordinators=frozenset({"and", "or"}),
    including=frozenset({"including"}),
    no_words=listed("no not nobody"),
    frequencies={listed("a each every per last"): frozenset({"year"})},
    yearly=frozenset({"annually"}),
    week=_DAYS,
    weekdays={day: day for day in (*_DAYS, *sorted(WEEKDAYS_ABROAD))},
    months={name: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    month_after={"may": listed("in of last next since until by")},
    no_month_after={"march": frozenset({"the", "a"})},
    ranges=frozenset({"and", "to"}),
    relative_days=listed("yesterday today tomorrow tonight"),
    periods=listed("week month year weekend"),
    period_heads=listed("last this next"),
    before_years=listed("in of since from by until to before after en de im seit depuis del nel"),
    named_times={"noon": "12:00", "midnight": "00:00"},
    halves_of_day={"am": 0, "pm": 12},
    before_counts=listed("dollar euro pound least than about nearly almost over some around"),
    counted=listed(
        "percent people men women troops soldiers dollar euro million kilometer "
        "miles mile meters meter foot tons workers jobs homes houses students"
    ),
    particles=listed("of de la le du del della di da dos van von der den bin ibn al el and the & for"),
    not_names=listed(
        "i mr mrs ms mx the a an but and or if in on at it he she we they you this that these those there "
        "when while who what why how where as for to of by with from after before because since however "
        "meanwhile also yes no not so then his her their our my its some many most all another both each "
        "every two one three four five six seven eight nine ten"
    ),
    name_fillers=listed("'s of the & and"),
    articles=frozenset({"the"}),
    place_cues=listed("in near at outside inside from to across around toward into within off beside"),
    titles=listed(
        "president minister senator governor representative doctor general professor mr mrs ms sir lord "
        "lady judge justice secretary chancellor premier king queen prince princess mayor chief captain "
        "sergeant lieutenant colonel pope former acting prime spokesman spokeswoman spokesperson chairman "
        "chairwoman director ambassador"
    ),
    aliases={
        ("medecins", "sans", "frontieres"): "msf",
        ("doctors", "without", "borders"): "msf",
        ("agence", "france", "presse"): "afp",
        ("holy", "see"): "vatican",
        ("cote", "divoire"): "ivory-coast",
        ("ivory", "coast"): "ivory-coast",
        ("czech", "republic"): "czechia",
        ("turkiye",): "turkey",
        ("burma",): "myanmar",
        ("swaziland",): "eswatini",
        ("kiev",): "kyiv",
        ("united", "states"): "U.S.",
        ("united", "states", "america"): "U.S.",
        ("america",): "U.S.",
        ("united", "kingdom"): "uk",
        ("britain",): "uk",
        ("great", "britain"): "uk",
        ("united", "nations"): "un",
        ("european", "union"): "eu",
        ("islamic", "state"): "isis",
        ("isil",): "isis",
        ("is",): "isis",
        ("daesh",): "isis",
        ("united", "arab", "emirates"): "uae",
    },
    parties=listed(
        "republican republicans democrat democrats democratic conservative conservatives labour liberal"
    ),
    reporting=listed(
        "said say says saying told tell tells announced announce announces stated reported "
        "added adds noted explained explains wrote writes replied responded declared "
        "commented remarked described"
    ),
    vouching=listed(
        "confirmed confirms acknowledged acknowledges admitted admits conceded concedes revealed reveals "
        "disclosed discloses"
    ),
    doubting=listed(
        "claimed claims alleged alleges asserted asserts insisted insists maintains argued "
        "argues suggested suggests contended"
    ),
    warning=listed(
        "warned warns urged urges demanded demands threatened threatens vowed vows promised promises "
        "predicted predicts"
    ),
    denying=listed("denied denies"),
    always_speech=listed(
        "said say says told announced claimed alleged insisted warned confirmed denied stated added"
    ),
    according=frozenset({("according", "to")}),
    hedges=listed(
        "allegedly reportedly apparently possibly perhaps probably presumably seemingly supposedly "
        "purportedly likely potentially maybe alleged suspected purported apparent believed thought "
        "understood unconfirmed"
    ),
    second_hand=listed("media reports report television newspaper newspapers press"),
    institutions=listed(
        "company firm bank group force agency ministry department council union party club university school "
        "hospital airline retailer supermarket carmaker manufacturer broadcaster newspaper paper institute "
        "association authority body committee commission government court charity organisation organization "
        "operator service giant officers statement"
    ),
    anonymous=listed(
        "official officials source sources spokesman spokeswoman spokesperson witness witnesses diplomat "
        "diplomats aide aides people person officer officers authorities analyst analysts expert experts "
        "resident residents media reports police"
    ),
    speech_auxiliaries=listed(
        "has have had was were is are been be also later previously earlier then first reportedly will would "
        "did do does n't not"
    ),
    stops_before=listed(
        "that which who whom and but or because when while as after before if although though where "
        "whether than"
    ),
    stops_behind=listed(
        "on in at by during after before that when as while and but who to from about if late early this last"
    )
    | listed("monday tuesday wednesday thursday friday saturday sunday yesterday today"),
    pronouns=listed("he she they it we i you who that which this there"),
    third_person=listed("he she they it"),
    finite=listed(
        "is are was were be been being has have had will would may might can could should must do does did"
    ),
    no_speech_before=dict.fromkeys(
        ("claim", "claims", "claimed", "claiming"), listed("life lives victim victims title titles crown win")
    ),
    no_speech_after=listed("to is are was were be been being of the a an"),
    pending=frozenset({"yet"}),
    infinitive_marks=frozenset({"to"}),
    relatives=listed("who which whose whom"),
    determiners=listed("the a an 's"),
    negators=_NEGATORS,
    implicit_negators=listed(
        "lack lacks lacked lacking skip skips skipped skipping decline declines declined declining refuse "
        "refuses refused refusing deny denies denied denying avoid avoids avoided avoiding fail fails failed "
        "failing miss misses missed absent absence unable unwilling unlikely prevent prevents prevented stop "
        "stops stopped ban banned bars barred boycott boycotted rejected rejects reject impossible "
        "free short "
        "little few rarely seldom barely except instead wont"
    ),
    refusals=listed("refused failed"),
    negative_prefixes=("un", "in", "im", "il", "ir", "dis", "non", "anti"),
    poles=poles((listed(x), listed(y)) for x, y in (axis.split("|") for axis in _AXES.split(";"))),
    statuses=_STATUS_OF,
    weak_statuses=listed("is are has have had did being need needs set due can"),
    signs=listed("loss losses profit profits deficit surplus"),
    quantifiers=_QUANTIFIERS,
    directions=listed(
        "north south east west northern southern eastern western northeast northwest southeast southwest "
        "northeastern northwestern southeastern southwestern north-east north-west south-east south-west "
        "central northbound southbound eastbound westbound downtown"
    ),
    locatives=_LOCATIVES,
    strong_locatives=listed("near outside inside off beside behind across"),
    function_words=listed(
        "the a an of to in on at by for and or but with from as is are was were be been being it its that "
        "this these those which who whom whose he she they we i you his her their our my your him them us "
        "me there here then than so also too just very had has have having do does did into onto upon "
        "while when where what how 's 'd if about over after before during such own same up out off "
        "meanwhile however both either yet since until because although though already again ever even"
    ),
    contentful=_NEGATORS
    | listed("refused failed")
    | _QUANTIFIERS
    | _LOCATIVES - {"in", "at", "around"}
    | listed("before after over up out off above below i you he she his her him"),
    either={"'s": frozenset(["is", "has", "us", "of"]), "'d": frozenset(["would", "had"])},
    turned=_TURNED,
    turned_endings=("s", "d", "ed"),
    complementizers=frozenset({"that"}),
    synonyms=tuple(listed(words) for words in _ACTS.split("|")),
    countries=tuple(listed(words) for words in _COUNTRIES.split("|")),
    planned=listed("will shall"),
    done=listed("has have had"),
    between_act=listed("not also already since"),
    causes=listed("cause caused causes reason motive explanation explanations origin why blamed"),
    unknown=listed("unknown unclear undetermined unexplained"),
    known=listed("known clear determined"),
    likely=listed("likely likeliest probable probably suspected suspect apparently believed possible"),
    no_modifiers=listed("not no n't including else other same such own more less first last next new"),
    parts_of_day=listed(
        "dawn daybreak morning noon midday afternoon dusk evening night overnight midnight early late"
    ),
    time_bounds=listed("before after by until till since from between to through and or"),
    time_spans=listed("time left remaining into mark play"),
    others=listed("other more further additional another"),
    parents=listed("mother father parent parents grandmother grandfather"),
    rough_times=listed("about around approximately roughly nearly almost shortly just circa some"),
    numbered=listed(
        "interstate route highway hwy rt freeway exit gate flight boeing airbus channel room apartment apt "
        "suite section article title chapter page pages no number phone telephone call hotline fax line "
        "group type level grade class stage phase model version area district precinct zone pier terminal "
        "unit engine battalion division block lot"
    ),
    old=listed("old olds"),
    aged=listed("aged age ages"),
    harms={
        "dead": listed(
            "dead killed kill kills killing died die dying death deaths fatality fatalities perished drowned "
            "slain"
        ),
        "injured": listed("injured injuring injuries injury wounded wounding hurt"),
        "missing": listed("missing unaccounted"),
    },
    slots=_SLOTS,
    single_harms=listed("death injury fatality"),
    partitives=listed("of"),
    possessives=listed("his her its their our my"),
    definite=listed("the these those his her its their our my"),
    plurals=listed("people men women children police troops personnel staff cattle sheep fish crew feet"),
    given_names=_GIVEN_NAMES,
    roles=_ROLES,
    organisation_words=_ORGANISATIONS,
    role_modifiers=listed(
        "press presidential crown deputy chief prime foreign defense vice assistant former acting state city "
        "county police fire campaign senior executive managing general national federal district "
        "interim special"
    ),
    works=listed(
        "film films movie movies book books novel novels series franchise album albums song songs show shows "
        "musical play plays trilogy saga opera"
    ),
    acts=_NEWS_ACTS,
    act_verbs=_ACT_VERBS,
    act_phrases={
        ("seized", "on"): "",
        ("seized", "upon"): "",
        ("settled", "into"): "",
        ("jumped", "into"): "",
        ("jumped", "to"): "",
        ("fired", "back"): "",
        ("fired", "off"): "",
        ("pleaded", "for"): "",
        ("pleaded", "with"): "",
        ("collapsed", "into"): "",
        ("trapped", "in"): "trap",
        ("critical", "condition"): "condition",
        ("serious", "condition"): "condition",
        ("stable", "condition"): "condition",
        ("life", "support"): "condition",
        ("declined", "to", "comment"): "no comment",
        ("refused", "to", "comment"): "no comment",
        ("no", "arrests"): "no arrests",
        ("no", "charges"): "no charges",
        ("no", "injuries"): "no injuries",
        ("remains", "at", "large"): "at large",
        ("remain", "at", "large"): "at large",
        ("still", "at", "large"): "at large",
    },
    tasks=listed(
        "protecting negotiating leading overseeing enforcing implementing running managing finding "
        "developing ensuring carrying making keeping"
    ),
    beginnings=listed(
        "fired fire shot shoot opened open threw throw attacked attack struck strike hit charged charge "
        "punched swung drew draw pushed shoved started start hurled"
    ),
    firsts=listed("first"),
    opposed=_OPPOSED,
    name_suffixes=listed("jr sr ii iii iv mp phd md esq"),
    appositives=listed("a an the his her their our"),
    progressive_ending="ing",
    clause_openers=listed(
        "that and but after when as while because if although though before or than since which whom until"
    ),
    clause_closers=listed(
        "after when while because but who which although though as that since if whose where and or"
    ),
)
