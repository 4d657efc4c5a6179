// Dutch words of passphrases; what every list promises is said in word-lists.ts.

export const dutchWords = `
aaien aanbod aandacht aangenaam aanhang aankomst aanleg aanpak aanraken aantal aanvang aanzien aard abdij abrikoos
absurd accent accordeon achter acteur actie adder adelaar adem adres advies afdeling afgelopen afkomst afmaken
afscheid afspraak afstand aftrap afwas agenda akker akkoord akte alarm albatros album algen alleen almanak alpen alsof
altijd aluin amandel ambacht ambtenaar amper amusant ananas ander andijvie angel animo anjer anker ansjovis antenne
antiek antwoord apart apotheek appel april aquarel arbeid archief arena argument armband aroma artiest asfalt asperge
aster atelier atlas atleet atoom augurk auto avond azijn azuur baan baard baas baby badkamer badpak bagage bakfiets
bakker baksteen balans balie balk ballet balsem bamboe banaan band bang banjo bank banner barbier baron basis bast
bataat batterij bazaar bazin beamen bedanken bedrag beek beeld been beer beet begin begrip behang behoefte beige
beitel beker belang belevenis belofte benen benzine beraad berg bericht berk beroep beschuit besluit bespreken bessen
best betalen beter beton beuk beurs bever beweging bewolkt bezem bezoek bieden biet bijen bijl bijna biljart billijk
binnen biologie bioscoop bitter bizon blad blaffen blauw blazen bleek blij blik blink bloem blok blond blozen bodem
boei boek boer boete bolero bomen bonbon bont boodschap boog boom boon boord boot bord boren borg borstel bosbes
botanie boter botsing bouillon bouw boven bowlen braam brand brasem breed breien breken brem breuk brief bril brink
brits broche broek brok bron brood brouwen brug bruid brullen buffel buigen buik buis buiten bult bumper bundel burcht
bureau burger buur cabaret cabine cacao cactus cadeau camera camping canvas capsule caravan carnaval cascade cassette
castor catalogus cavia cello cement cent ceremonie chaos charme chef chips chocola cider cijfer cilinder cinema circus
cirkel citroen claxon clown club code collega comfort commode computer concert conditie confetti contact coupe
courgette couscous creatief cultuur cursus cyclus daad daar dadel dagboek dame damp dank dans dapper darts dashond
datum dauw december deeg deel deken dekking delen delta denken deppen dertig dessert detail deuk deuntje deur dialoog
diamant dicht dienst diep dier digitaal dijk dille diner ding dinsdag diploma direct dirigent disco distel dobber
docent dochter doek doel dokter dolfijn domein domino donder donker dons doolhof door doos dorp dorst dosis dotter
douche draad drager drama drank dreef drempel dressuur dreumes drie drift drijven dringen droog drop druif drukken
drum duif duik duim duin duizend duren durf dutje duur duwen dweil dwerg dynamo echo echt ecologie eend eenhoorn
eenvoud eerder eerlijk eeuw effect egel eicel eigen eiland einde eiwit ekster elan elegant element elkaar elleboog
elzen email emmer emotie energie engel enig enkel enorm ensemble entree envelop epos ergens erker erts ervaring erwt
esdoorn espresso essen etage etalage eten etiket etmaal etui euro evenaar exact examen excursie export expres extra
ezel faam fabel fabriek factor fagot fakkel familie fanfare fantasie farao fauna favoriet fazant februari feest feit
ferm festival fiets figuur fijn film filter finale firma flacon fladderen flamingo flank flat flauw fles flexibel
flink flits flora fluit fluweel foedraal foelie fokken folder folie fonds fontein forel formaat fornuis fors fort foto
fout fraai framboos franje frase frater fregat friet fris frons fruit fuif functie fundament gaaf gaan gaap gaas
gaatje gala galerij galm galop game gang gans gapen garage garde garen garnaal gast gazelle gazon gebak gebergte
gebied gebouw gebruik gedicht geduld geel geest gegeven geheim geit gelaat geld gele geluid gember gemeente gemiddeld
gemoed genieten genoeg gentiaan geometrie gepast geraas gerecht gering gerst geschenk gesprek getal getij geur gevel
gevoel gewei gewicht gewoon gezang gezellig gezicht gids gieter ginds gips giraf gist gitaar glad glans glas glazuur
gletsjer glimlach glinster globaal gloed gnoom goed golf gordel goud graad grafiek gram grap gras gratis grauw
graveren grens gretig grijs grind grip groei grond groot grot gruis gulden gunst haai haak haan haar haast hagel halen
half halm halsband halte hamer hamster hand hangmat haperen hard haring hark harmonie harp hars hart haspel haven
havik hazen hebben hecht heden heel heerlijk heet heide heimwee held helft helium helm hemd hemel hengel herberg
herder herfst herhaling hersens hert heup heuvel hier hijsen hinde hinken hint hobby hobo hockey hoed hoef hoek hommel
hond honing hoofd hoog hoop hoorn hopen horen horizon horloge hotel houding hout houvast huid huis hulp hulst humor
humus huppelen huren huwelijk hyacint ideaal idee idool idylle ieder iemand iets ijsbeer ijver ijzer imago imker
immens import impuls inbreng indeling indigo indruk inhoud inkomen inkt inlaat inname inpakken inruil insect instap
intens intiem intrede invloed inwoner inzet iris ironie isolatie ivoor jaar jacht jade jagen jaguar januari japon
jarig jasmijn jawel jazz jeans jeugd jodelen jogging jojo joker jolig jong journaal jubelen judo juffer juist juli
jungle juni jurk juweel kaak kaal kaap kaars kaas kabaal kabel kabouter kachel kade kajak kajuit kakelen kalender kalf
kalk kalm kameel kamille kamp kanaal kandelaar kaneel kangoeroe kano kans kant kapel kapitein kapper karaf karper
karton karwei kassa kast kater katoen kauwen kavel keel keeper keer kegel keizer kelder kelk kelner kenmerk kennis
keramiek kerel kern kers ketel ketting keuken keurig keus kever kiem kiepen kiezel kijken kikker kilo kind kist kiwi
klaar klacht klagen klam klank klap klas klaver kleed klei klem kleur klim klinken klok klomp klont klooster klop
klucht kluis klus kluwen knaagdier knal knap knecht knie knijpen knik knipper knoei knoflook knol knoop knop knuffel
knus koala koek koel koepel koers koffer kolen kolibrie kolom komedie komfoor komijn komkommer kompas koning kooi kool
koor koper koraal korf kornoelje korrel korst kort kosmos kost kous kraag krab kracht kraken krans kras krat kreeft
krekel krent kreuk kriebel krijt krik kring kristal kritiek kroket kromme kroon kruid kruk krul kubus kudde kuif
kuiken kuil kunst kurk kussen kust kwal kwark kwast kweek kwik kwintet kwispel laag laan laars laat labyrint lach lade
lading lagune laken lama lamel lamp land lang lantaarn lariks laser last laten laurier laven lawaai lawine leder
ledikant leefbaar leeg leem leer leesboek leeuw legende leguaan lekker lelie lemmet lengte lenig lens lente lepel
leraar letter leuk leven lezen lezing libel lichaam lied lief lier lift ligstoel lijf lijm lijn likken lila limiet
limonade linde linie link linnen lint lippen liter loep logeren logica loket lommer longen loods loof loon loop lopen
loterij lotus louter lucht lucifer luid luik luis luit lukken lunch luwte lynx maag maaien maal maan maart maat
machine madelief magazijn mager magie magneet mais maken makreel malie mama mand mango manier mantel marathon marge
marine markt marmer mars marter massa mast materiaal matras mauve maximum mayonaise medaille medicijn meel meer
meester meetlint meisje melk melodie memo meneer meng mens menu merel merg merk messing metaal meten methode metro
meubel microfoon middag mier mijl mijmeren mijn mild miljoen mimiek minder mineraal minuut misschien mist mobiel
modder model moed moeite mogelijk mokka molen moment mond mooi morgen mossel mosterd motief motor mout mouw muesli
muffin muis munt murmelen museum musje muskaat muur muziek mythe naad naaien naald naam naar naast nacht nadeel nagel
nakomen namens narcis natie natuur nauw navel navigator nectar neef neem neer negen nemen neon nerf nergens nest netel
neus neutraal nevel niemand niets nieuw nijlpaard niveau noch noedel noemen nomade nood nooit noord noot norm noteren
notitie november nuance nuchter numeriek nummer nylon oase ober object oceaan ochtend oefening oester oever offerte
officier ogen oker oksel oktober olie olifant olijf omgang omheining omroep omslag omtrek omvang omweg onder ontbijt
ontdekken ontmoeten ontwerp onze oogst ooievaar oordeel oost opaal opbrengst opdracht open opera opgave ophalen opinie
opname oprit opstaan optie opwinding opzet oranje orchidee orde ordner oregano orgel orkaan orkest ornament ouder oven
over paal paar pakket palet palm pand paneel panorama panter papa papegaai papier paprika parade pardon parel park
partij passen pastel patent patroon pauw pauze paviljoen pedaal peen peer peil pelikaan pels penseel peper perfect
pergola periode perk perron pers perzik petunia pianist picknick piek pieper pier pijl pijn pijp piloot pincet pink
pioen pion piraat piste pizza plaat plafond plak plan plas plat plein plek plenzen plezier plicht ploeg plof plons
plooi pluim plus poedel poging polka pols pomp pony pool poort poot populier porselein port positie post potlood praat
pracht praktijk pralen prei premie prent prettig prijs prik prima prins prisma proef profiel programma project
promenade prooi proper provincie proza pruim publiek pudding puin punt pupil puree purper puzzel pyjama quiche quiz
raad raak raam raap raar radar raden radijs ragout rail raket rammelaar rand rang ranonkel raspen ratel rauw ravijn
razend reactie recept recht record rede reeds reeks reep regel regio reiger reis reiziger rekening reling remmen
renbaan rendier rente reptiel reserve respect rest resultaat reuk reus reuze revue richting ridder riem riet rijden
rijk rijm rijp rijst rimpel ring riool risico ritme rits rivier robbe robijn robot roeien roem roep roer roest rogge
roman romp rond rood room roos rotonde rots route rozijn rubber rugzak ruif ruik ruilen ruimte ruin ruisen ruit rups
rusten saai saffier sage salade salie salon sambal samen sandaal sardine satijn saturnus saus savanne schaal scheef
schild schoen schrift schuif scooter seconde seizoen selderij september serie serre sesam sfeer shampoo sieraad
signaal sikkel silo simpel sinds singel siroop sister situatie sjaal slaap slag slee sleutel slijm slim slinger sloep
slof sloot slot sluis smaak smal smaragd smeden smelt smid smoking snaar snavel snee snel snijden snit snoek snor
snuit sober soepel soja solide solo sonate soort sopraan sorbet souvenir spaan spannen spar spatel specht speeltuin
spel spier spijker spin spits splinter spoed spons spoor sport spraak spreken spring sproet spruit spuit staal stad
stage stal stam stand stap start station staven steeg stelt stem ster steun stevig stier stijl stil stip stoel stof
stok stolp stoom stop storm strand streep strik stro struik studie stuiter stuk stuur subtiel succes suiker suite
super symbool systeem taak taal taart tabel tablet tachtig tactiek tafel talent talrijk tamelijk tand tang tante
tapijt tarief tarwe tassen tasten taxi team techniek teen tegel teken tekst telefoon telg tellen tempel tenen tenger
tennis tenor tent term terras terug terwijl test tevreden textiel theater thee thema theorie thermos thuis tien tijd
tijger tijm timmer tint titel toch toekomst toer toets toga toko tomaat tombola tondel toneel tong tonijn toon toorts
toren torso tortel tosti totaal touw traan tracht trainer tram transport trap trein trekken trend treuren trillen trio
troep trommel troon tropen trots truck trui tuba tube tuin tuit tulband tulp tunnel turbine turf turnen tussen twaalf
twee twijfel twintig twist tyfoon type uien uier uitdaging uitgang uithoek uitje uitleg uitrusten uitstap uitvinden
uitweg uitzicht uniek uniform universum urgent vaak vaas vader vakantie valk vallei vanavond vandaag vanille varen
variatie varken vast vazal veel veen veer veilig veld velg venkel vennoot venster verband verf vergeten verhaal
verkeer verlof vermaak vernis verpakken vers verte veruit vervoer verwacht vesper vest veter vezel viaduct video vier
vijf vijg vijver villa viltstift vinden vinger vink violet viool virtuoos visie vitamine vitrine vlag vlak vlam vlas
vlecht vleermuis vleugel vlieg vlijt vlinder vloed vlok vlot vlucht voedsel voeg voet vogel voldoende volgen volle
volume voor vorig vork vorm vouw vraag vracht vrede vreemd vreugde vriend vrij vroeg vrolijk vrouw vrucht vuist
vulkaan vullen vuur waaier waan waar wafel wagen walnoot walrus wals walvis wand wang wankel want waren warm wasbeer
water watten wedstrijd weefsel week weelde weer weide weinig weken wekker welkom welp wenken wens wereld werf werk
wervel wesp west weten wever wezen wieg wiek wiel wijd wijk wijn wijs wijze wikkel wild wilg willen wimpel wind winkel
winnen winst winter wisent wissel witlof woensdag wolf wolk wonder wonen woord wortel woud wrijven wulp yoga yoghurt
zaad zaag zaal zacht zadel zalf zalm zand zang zaterdag zebra zeef zeehond zeep zeer zegel zeggen zeil zeker zelden
zelf zenden zenuw zetel zeven zicht ziel zijde zijn zilver zingen zitten zoals zodra zoek zoen zoet zomer zonder zool
zoom zoon zorg zout zowel zucht zuid zuil zuinig zuivel zulk zuring zuur zwaar zwaluw zwart zweden zwembad zwerven
zwijn`;
