// German words of passphrases; what every list promises is said in word-lists.ts.

export const germanWords = `
abend abfahrt abflug abgabe abholen abitur abkommen ablage abmachung abpfiff abreise absatz abseits abstand abteil
abwarten abzug achse acker adel adler adresse advent affe agentur ahnen ahorn akkord akte aktion aktuell akustik
akzent alarm albatros album alge alkoven allee alltag almanach alpen alpha alster altar altbau alter altstadt amboss
ameise ampel amsel anbau andacht anders anfang angebot angler anhang anis anker anlage anmut annahme anorak anpassen
anruf ansage antenne antwort anwalt anzeige anzug apfel apotheke april aquarell arbeit archiv arena argument arie
arktis armband aroma artikel arznei asphalt aster astronom atelier atem athlet atlas atmen atom aufbau aufgabe auflage
aufnahme auftrag aufwind aufzug auge august ausblick ausdruck ausflug ausgang auskunft ausland ausruhen ausstieg
auswahl auto avocado axiom azalee baby bach backen badehose bagger bahnhof bald balken ball balsam bambus banane band
bank banner bariton barke barock barsch bart basalt basis bass bastler batterie bauch bauen baum baustein beachten
becher becken bedarf beet befehl befund beginn begriff behalten beifall beige beilage bein beispiel beitrag bekannt
beliebt belohnen bemalen benzin bequem beraten bereich berg bericht beruf besen besitz besser bestand besuch beton
betrieb bett beutel beweis bewohner bezirk biber biene biest bieten bild billard bindung biologie birke birne bitten
blank blasen blatt blau blech bleibt blende blick blinker blitz block blond blume bluse boden bogen bohne bohrer boje
bolzen bonbon boot borke borste botanik bote boulevard boxen brand brauch brav brei bremse brett brezel brief brille
bringen brise brokkoli brombeere bronze brosche brot bruder brummer brunnen bube buch bude budget buffet bummel bund
bungalow burg bursche bussard butter cello celsius chance chaos charme chef chemie chips chor chrom clown cockpit
collage comic computer container cookie cousin creme croissant curry dach dackel dahlie dame dampf dank dann datei
dattel datum dauer daumen daune decke dehnen deich delfin delta demnach denken dennoch deponie derart design dessert
detail deuten dezember diadem dialog diamant dicht diele dienst diesel digital diktat dill ding dinkel diplom direkt
dirigent diskus distel disziplin docht dohle doktor dome domino donner doppel dorf dorsch dose dotter drache draht
drama drehen drei dressur drittel drossel druck dschungel dudelsack duft dunkel dunst durch durst dusche dutzend
dynamik ebbe eben echo echt edel efeu effekt egal ehre ehrlich eiche eidechse eifer eigen eilzug eimer einbau einfach
eingang einheit einkauf einladung einmal einpacken einsatz eintopf einwand einzeln eisen elan elbe elch elefant
elegant element elfe ellbogen elster eltern emblem emsig ende energie engel enkel ensemble entdecken ente enthalten
entlang entwurf enzian epoche erbe erbse erdbeere erde ereignis erfahren erfolg ergebnis erhalten erholung erinnern
erker erlaubnis erle ermitteln ernst ernte erobern erproben ersatz erst ertrag erwarten erzieher espresso essen essig
etage etappe etikett etwas eule ewig exakt examen exemplar exkurs exotisch experte export extra fabel fabrik faden
fahne fahrrad faktor falke falte familie fang fantasie farbe farn fasan fasching faser fassade fast fauna faust
favorit fazit februar feder fehlen feier feile fein feld felge fell fels fenchel fenster ferien fern ferse fertig fest
feuer fichte fidel fieber figur filiale film filter filz finale finden finger fink finster firma fisch fixstern flach
fladen flagge flamme flanke flasche flaum flechte flieder flink floh flora flosse flotte flug fluss flut fohlen folge
folie forelle form forst fort foto foyer fracht frage franse frau frech freitag fremd freude frieden frisch froh fromm
front frosch frucht fuchs fuge fuhre fund funke furche furnier futter gabel galaxie galerie galopp gang gans ganz
garage garbe garderobe garn garten gasse gast gatter gaukler gaumen gazelle gebirge gebot gecko gedanke gedicht geduld
gefieder gegend geheim gehweg geige geist gelassen gelb geld gelenk gemeinde genau genuss geometrie gepflegt geranie
gerste geruch gesang gesetz gespann gestern gesund getreide gewinn gezeiten giebel gigant gilde gipfel giraffe gitarre
gitter glanz glas glatt glaube gleich gletscher global glocke glosse glut gnade gnom gold golf gondel gong gorilla
grad grafik granit gras gratis grau gravur greif grenze griff grill grinsen groschen grotte grube grund gruppe gulasch
gulden gummi gunst gurke gurt guss gymnasium haar hacke hafen hagel hahn haken halb halde halle halm halt hammer
hamster hand hang hantel harfe harmonie hart harz hase hasten haube hauch haupt haus haut hebel hecht hecke hefe heft
heide heiter heizung hektar held helfen hell helm hemd henne herbst herd hering herz heute hier hilfe himbeere himmel
hinten hinweis hirsch hirte hitze hobby hobel hocker hoffnung hohl holunder holz honig hopfen horizont horn hose hotel
hubraum huhn humor hund hupe hurtig hydrant hygiene hymne hypnose ideal idee identisch idol idyll igel ikone illusion
iltis imbiss imker immer immun impfung import impuls index inhalt inland innen innig insekt intakt interesse inventar
irgendwo iris ironie jacke jagd jaguar jahr jalousie januar jazz jeans jeder jemand jenseits jetzt jogging joghurt
joker jolle jongleur journal jubel jugend juli jumbo jung juni jupiter jura jurist juwel kabel kabine kachel kader
kaffee kahn kaiser kajak kakao kaktus kalb kalender kalk kalorie kalt kamel kamin kamm kanal kandidat kanne kante kanu
kapelle kapitel kappe kapsel karaffe karibik karneval karotte karpfen karte karussell kasse kasten katalog kater katze
kauf kavalier kaviar kegel kehle keim keks keller kennen keramik kerl kern kerze kessel kette keule kiefer kiel kiesel
kilo kind kino kiosk kirsche kissen kiste kitt klamm klang klappe klar klasse klavier klebstoff klee klein klemme
klette klima klinge klippe klopfen kloster klotz klub klug knabe knall knappe knauf kneten knick knie knirschen
knochen knolle knopf knospe knoten kobalt kobold koch koffer kohl koje kojote kolben kollege kolonie komet komiker
komma kompass konfetti konto konzert kopf kopie koralle korb kordel kork korn kosmos kosten kotelett krabbe kraft
kragen krake kralle kram kran krater kraut krawatte kreide krempe kresse kreuz krimi krippe kristall kritik krone krug
krume kruste kuchen kuckuck kufe kuhle kuli kultur kumpel kunde kunst kupfer kuppel kurbel kurier kurs kurve kurz
kusine kuss kutsche kutter labor labyrinth lachs lack laden ladung lager lagune laib laie laken lakritze lama lampe
land lang lanze lappen larve lasche laser last laterne latte latz laub lauch lauf laune laut lava lavendel lawine
leben lebkuchen leder leer legende lehm lehrer leicht leiter lektion lenker lenz leopard lerche lernen lesen leuchte
leute lexikon libelle licht liebe lied liegen lift liga lila lilie limonade linde linie links linse lippe liste liter
lizenz loch locke logik lohn lokal lorbeer losung lotse luchs luft luke lupe lustig luxus lyrik mache magazin magen
magie magnet mahagoni mahlzeit mais majoran makler makrele malen malve malz mammut manager mandel manege mann mantel
mappe marathon marder margerite marke marmor marzipan masche maske massage mast material matrose matte mauer maulwurf
maurer maus medaille medizin meer mehl mehr meile meinung meise melden melodie memo menge mensch mentor merkmal messer
metall meteor methode metropole miene miete mikado mikrofon milch mild million mimik mine minute mischung mittag mobil
modell modul mohn mokka moment monat mond montag moor moos moped moral morgen mosaik most motiv motor motte mulde
multi mund munter murmel muschel museum musik muskat muster mutig mutter mythos nabel nachbar nadel nagel nahe naht
name narzisse nase nashorn nation natur nebel neffe nehmen neigung nektar nelke nennen neptun nerv nest nett netz
neugier neuheit neun neutral nicht nicken niemand niere niesen nilpferd nische niveau nixe nobel noch nomade norden
norm notiz nougat novelle nudel null nummer nuss nutzen nylon oase oben ober objekt obst ochse ocker oder ofen offen
ohne oktave oktober olive olymp omelett omnibus onkel oper optik opus orange orchester orden ordnung organ orgel
original orkan ornament orte osten otter oval ozean paar packen paddel paket palast palette palme panorama panther
papagei papier pappel paprika parade park partner pass pastete pate patient pause pavillon pegel pelikan pelz pendel
perfekt pergament perle person pfad pfahl pfand pfau pfeffer pfeife pferd pfiff pfingsten pfirsich pflanze pflege
pflug pforte pfosten pfote pfropfen pfund phase philosoph physik pianist picknick pilger pille pilot pilz pinguin
pinie pinne pinsel pionier pirat pistazie pixel pizza plakat plan plastik plateau plausch plus pokal polar politur
polster pony pore portal porzellan posaune position post pracht praline pranke praxis preis premiere presse prima
prinz privat probe produkt profil programm projekt prosa protokoll provinz prozent prunk pudding pudel puffer pullover
puls pult puma pumpe punkt pupille puppe puste putzen puzzle pyramide quader qualle quarz quelle quer quirl quitte
quiz quote rabatt rabe radar radio rahmen rakete rallye rampe rand rang ranke raps rasen rassel rast rathaus rauch
raum raupe real rebe rechts rede reflex regal regel regie reibe reif reihe reim reiner reise reiter reiz rekord rektor
relief rennen rentier reptil reserve respekt rest rettich revier rezept rhabarber rhythmus richtig riegel riese riff
rind ring rinne rippe risiko riss ritter rivale robbe robe roboter rock roggen rohr rolle roman rosa rose rosine rost
route rubin ruck ruder rufen ruhe ruhm ruine rumpf rund rute rutsche saal saat sache safari safran saft sage sahne
saite salat salbei saldo salto salz same sammeln samt sand sanft sardine satt saturn satz sauber sauer saum sauna
savanne schach scheibe schiff schlaf schmuck schnee schrank schule schwan sechs seebad seele segel sehen sehne seide
seife seil seite sekunde selbst selten seminar semmel senden senf senior serie serum sessel seufzen sicher siebzig
siedlung siegel signal silbe silvester simpel sinfonie singen sinn sirup sitz skala skat skizze skulptur smaragd
smoking socke soda sofa sofort sohle sohn soja solist sommer sonate sonde sonne sopran sorge sorte souvenir sozial
spagat spalte spange spargel spatz speck speer speise spektrum sperling spezial sphinx spiegel spinat spirale spitze
sporn sprache spritze sprung spule spur staat stab stadt stahl stall stamm standard star station staub steg stein
stelle stempel steppe stern steuer stiefel stift stil stimme stirn stock stoff stolz stopp storch strand streifen
strich stroh strumpf stube studio stuhl stunde sturm stute sudoku summe sumpf suppe surfer symbol system szene tabelle
tablett tadel tafel tagebuch takt talent talg talisman tandem tango tanne tante tanz tapete tapfer tarif tasche tasse
taste tatsache tatze taube taucher tausch taxi team technik teddy teer teich teil teint telefon teller tempel tennis
teppich termin terrasse test teuer text theater thema theorie therme thron thymian ticket tief tier tiger tinte tipp
tisch titan titel toast tochter toleranz tomate tombola tonne topas topf torf torte total tour trab tracht tragen
trainer traktor trance traube treffer treibholz trend treppe treue tribut trichter trikot trinken triumph trocken trog
trommel tropen trost trubel truhe trumpf tuch tugend tulpe tumult tunnel turbine turm turnier tusche typisch ufer
uhrwerk ulme umarmen umbau umfang umgebung umhang umlauf umriss umsatz umweg umzug unfug uniform unikat union
universum unkraut unruhe unsinn unten urahn urkunde urlaub ursache urteil urwald urzeit utopie vakuum vampir vanille
variante vase vater veilchen velours ventil venus verb verein verfassen vergessen verkehr vermieter vers vertrag
verwandt verzicht veto vetter viadukt vieh viel vier vignette villa violine virtuos visier vitamin vitrine vogel vokal
voll volumen vorbild vorfall vorgang vorhang vorlage vormittag vorrat vorsicht vorteil vorwort vorzug vulkan waage
wabe wache waden waffel wagen wahl wahr wald wall walnuss walross walzer wand wange wanne wappen warm warten wasser
watt weber wechsel wecker wedel weich weide weil weise weit weizen welle welpe welt wende wenig werbung werft werk
wertvoll wesen wespe weste wetter wichtel wicke widder widmung wiege wiese wild wille wimpel wind winkel winter winzer
wippe wirbel wirklich wirt wischen wissen witz woche wogen wohl wohnung wolf wolke wolle wort wrack wucht wulst wunder
wunsch wurf wurst wurzel yacht yoga zacken zahl zahn zander zange zart zauber zaun zebra zehn zeichen zeile zeit zelt
zement zenit zentrum zepter zettel zeuge ziege ziel ziffer zikade zimmer zimt zink zinn zirkel zitat zither zitrone
zivil zopf zucker zufall zugabe zugvogel zuhause zukunft zunft zunge zupacken zusage zutat zwanzig zweck zweig zwerg
zwiebel zwilling zwirn zylinder zypresse`;
