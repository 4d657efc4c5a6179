// Italian words of passphrases; what every list promises is said in word-lists.ts.

export const italianWords = `
abbaglio abbinare abbondare abbraccio abete abile abisso abitare acacia accanto accento acciaio accordo accurato aceto
acqua acuto adagio adatto addio aderire adesso adottare adulto aereo affare affetto affitto affresco agenda aggancio
aggiunta agile agire aglio agnello agosto agricolo agrume aiuola aiuto alba albero alce alfabeto alga alimento allegro
allievo alloro almeno altare alto altrove alunno alveare alzare amaca amalgama amarena ambito amico ammirare ampio
ampolla ananas anatra anche ancora andare anello anfora angolo anguria anima annata anno annuncio antico anziano
aperto apice apparire appello appunto aprile aquila arachide arancia aratro arbitro arbusto arca archivio arco ardere
ardito area arena argento argilla aria armadio armonia arnia aroma arpa arredo arrivo arrosto arte artista asciutto
ascolto asilo asino asola asparago aspetto assaggio asse assieme assoluto asta astro astuccio ateneo atlante atleta
atomo atrio attento attimo atto audace aula aumento aurora autore autunno avanti avere avventura avvio azione azzurro
bacheca bacino badare baffo bagaglio bagno baia balcone balena ballo balsamo bambino banana banca banda barattolo
barba barca barile barone base basso basta batteria baule bavero becco bello benda bene benzina berretto bestiame
bevanda bianco bibita bicchiere bidone biglietto bilancia binario biologo birillo biscotto bivio blocco bocca bolla
borgo borsa bosco botanica botte bozza braccio branco bravo breve brezza briciola brillare brina brio brivido brocca
brodo bronzo bruco bruno buca buccia budino bufera buffo bulbo buono burattino bussare busta cabina cacao caccia
cadere calamaro calcio caldo calice calma calore calza cambio camera camicia cammello campana canale cancello candela
canestro canile canna cantare capanna capello capitano capo cappello capra carbone carciofo cardine carezza carica
carota carro carta casa cascata casetta cassa castoro catalogo catena cattedra causa cavallo caverna caviale cavolo
cedro celeste cellula cemento cena centro ceppo cera cercare cereale certo cervo cespuglio cesta cetriolo chiaro
chiedere chilo chimica chiodo chitarra chiudere cialda cibo ciclo cicogna cielo ciglio cigno ciliegia cima cinema
cinque cintura ciottolo cipolla cipresso circo cisterna citrullo ciuffo civetta civile classe clima cocco coda codice
cofano cogliere colazione colla colomba coltivare comando comico commedia comodo compito comune conca condire confine
coniglio consegna contare convento coperta copia coppa corallo corda cornice coro corpo corrente corsa corteccia cosa
cosmo costa cotone cottura cravatta creare credere crema crespo creta criniera cristallo crociera crosta cubo
cucchiaio cucina cuffia cugino cuoco cuoio cuore cupola cura curioso curva cuscino custode dado daino dama danza data
dattero davanti davvero debito decina decoro dedica delfino delicato denaro denso dente deposito deserto desiderio
destra detersivo dettaglio devoto diadema dialogo diamante diario diciotto dieci dieta difesa diga dignitoso diluire
dimora dinamica dipinto diploma diretto disco disegno distanza ditale dito divano diverso divisa doccia docente docile
dodici dolce dollaro domanda domenica domino dondolo dono dopo doppio dorato dormire dorso dosare dotare dottore
dovere dritto droghiere dubbio duca duna dunque duomo durare ebano eccellere eclissi economia edera edicola edificio
editore educare effetto efficace elastico elefante elegante elenco elica elmetto elogio emblema emettere emozione
energia enigma enorme ente entrare epoca equatore erba erede eroe errore esame esatto esempio esercizio esito esotico
esperto essere estate esterno estivo eterno etichetta europeo evento evidente evviva fabbro faccia facile faggio
fagiano falco falegname famiglia famoso fanale fango fantasia fare farfalla farina farmacia faro fascia fata fatica
fatto favola febbraio fedele felice fermata ferro fertile festa fetta feudo fiaba fiamma fianco fiato fibra ficcanaso
fico fiducia fiera figlio figura fila filetto film filo filtro finale fine finire finto fiocco fioraio firma fischio
fisico fiume flauto flora floscio fluido flusso foca focolare foglia folla fondo fontana forchetta foresta forma
fornaio forse forte forza fosso foto fragola frana frase freccia freddo freno fresco fritto fronte frullato frumento
fruscio frutta fucina fuga fulmine fune fungo fuoco furbo furgone fusione fuso futuro gabbia gala gallina galoppo
gambero gamma gancio gara garbo garofano garza gatto gazza gelato gelo gelsomino gemello gemma genere genio gennaio
gente geranio gergo germoglio gesso gesto gettare ghiaccio ghirlanda giacca giallo giardino gigante giglio ginocchio
giocare gioia giornale giostra giovane girare giro gita giudice giugno giungla giusto globo gloria goccia goffo gola
golfo gomito gomma gondola gonna governo gradino grafica grammo grana grappolo gratis grazia gregge grembo grido
grillo grotta gruppo guado guancia guarire gufo guida guscio gusto idea identico idrante igiene imballo imbuto imitare
immagine immenso impasto impianto importo impresa impulso incanto incontro indice indosso industria inedito infanzia
infinito informare ingegno ingresso inizio innesto inno inoltre insalata insegna insieme intero intorno intreccio
inverno invito iride ironia isola istante istinto istrice italiano labbro laccio lago laguna lama lampada lana lancia
lanterna largo lasagna lasciare laser lastra laterale latte laurea lava lavoro legame leggere legno legume lembo lente
lenzuolo leone leopardo lepre lettera leva lezione libero libreria licenza lieto lieve lilla limite limone limpido
linea lingua lino liquido lira liscio lista litro livello locanda logica lontano lotto lucciola luce lucido luglio
lumaca lume luna lungo luogo lupo lusso macchina madre maestro maggio magico maglia magro maiolica mais malgrado malta
malva mamma mancia mandorla maneggio mangiare mania mano mantello manuale marca mare marinaio marmo marrone martello
marzo maschera massimo mastro matita mattina maturo mazzo meccanico medaglia medico medusa meglio mela melodia membro
memoria menta menu mercato merenda merito merlo mese messaggio mestiere metallo metodo metro mezzo microfono miele
mietere migliore mille mina minerale minimo minuto miope miracolo mirino mirtillo missione misto misura mite mito
mobile moda modello modulo molla molo molto momento mondo moneta montagna mora morbido mordente mosaico mosca mostra
motivo moto movimento mozzo mucca mughetto mulino multiplo municipio muovere muro muscolo museo musica mutare narrare
nascere naso nastro natale natura nautica nave nazione nebbia negozio nemmeno neonato nervo nespola nessuno nettare
neutro neve nibbio nicchia nido niente nipote nobile nocciola noce nodo nomade nome nonno nono norma nostro nota
notizia notte novanta nove nozione nube nucleo nulla numero nuora nuotare nuovo nuvola oasi obelisco obiettivo oblio
occasione occhio oceano oche odore offerta officina oggetto oggi ogni olfatto oliera oliva olmo oltre ombra onda
onesto onice onore opaco opera opinione oppure opuscolo orario orbita ordine orecchio organo orgoglio origine
orizzonte orlo orma ornare orologio orso ortica orto oscuro ospite ossigeno ostrica ottanta ottimo ottobre ovale ovest
ovile ovunque pacco pace padella padre paese pagina paglia palazzo palco palestra palla palma palude panca pane panino
panna panorama pantera papavero papera papiro parabola parco parente pari parlare parola parte passero pasta patente
patto pausa pavone pazienza pecora pedale pelle penna pensare pentola pepe pera perdere perfetto pergola perla
permesso persona pesca peso petalo petto pezzo piacere pianeta piatto piazza piccolo piede piegare pietra pigiama pila
pilota pinguino pino pinza pioggia pioppo pipa pirata piscina pista pittore piuma pizza placca plastica platano plico
poco podio poema poesia poeta poggio polare poli pollice polmone polo poltrona pomata pomodoro ponte popolo porta
posata posto potere pozzo pranzo prato precedere pregio premio prendere presto prezzo prima principe privato prodotto
profumo progetto promessa pronto proprio prosa protetto prova prudente prugna pubblico pugile pulcino pulire pulsante
punta pupazzo purezza puro quadro quaglia qualche quando quarto quasi quattro quercia questo quieto quindi quota
rabarbaro raccolta radice raduno raffica ragazzo raggio ragione ragno rame ramo rana rapido rapporto rasoio raspare
rata razzo reale recinto regalo regina regno regola remare remo rendere reparto replica respiro resto rete retro
rettile ricamo riccio ricetta ricordo ridere riflesso rifugio riga rilievo rima rimedio riparo riposo ripresa riserva
riso ristoro ritmo ritorno riunire riva rivista robusto roccia romanzo rombo rondine rosa rospo rosso rotaia rotondo
rovere rovina rubino ruga rugiada ruota rupe ruscello rustico sabato sabbia sacco saggio sala salice salmone salsa
salto salute salvare sandalo sano santo sapere sapone sardina sarto sasso saturno scaffale scala scarpa scatola scavo
scegliere scelta scena scheda schiena sciarpa scienza sciroppo scivolo scoglio scolaro scopa scorta scrigno scudo
scuola scuro secchio secolo sedano sedia segale segnale segreto segugio selciato sella selva semaforo seme sempre
senape sentiero senza sera sereno serie serra servire sessanta sette sfera sfida sfilata sfoglia sforzo sguardo
siccome sicuro siepe sigillo sigla silenzio simbolo simile simpatico sincero sindaco sinfonia sinistra sipario sirena
sistema situare slancio slitta smalto smeraldo smontare snodo soave sobrio soccorso socio soffice sogliola sogno soia
soldo sole solido sollevare solo soluzione somma sonata sonno sopra sorbetto sordina sorella sorgente sorpresa sorriso
sosta sotto spago spalla sparire spazio specchio speranza spiaggia spicchio spiga spilla spinaci spirale splendore
sponda sport spremuta spruzzo spugna spuma spuntino squadra squisito stabile stadio stagione stalla stampa stanza
stare statua stazione stella stesso stile stima stivale stoffa storia strada strega strofa strumento stucco studio
stufa stupore sublime succo sudore suggerire sughero sugo suocera suola suono superare supporto susina svago svelto
sviluppo svolta tabella tacchino taglia talento tallone talpa tamburo tana tanto tappeto tardi tariffa tartaruga tasca
tasso tastiera tavola tazza teatro tecnica tegola tela telefono tema tempio tenda tenero tenore tensione teoria terme
terra tesi tesoro tessera testa tetto tiglio tigre timbro timido timone tinta tipico tiro titolo toccare togliere
tondo tonfo tonno topazio topo torba tornare torre torta tosare totale tovaglia traccia tradurre traguardo trama
trapano trasporto tratto traversa treccia tredici tregua treno triangolo tribuna tricheco trifoglio trillo triplo
trofeo tromba tronco tropico trota trovare trucco truppa tuba tubo tuffo tulipano tuono turbina turchese turista turno
tutore tutto ufficio uguale ulivo ultimo umano umido umile umore uncino undici unico uniforme unione unire unita
universo uomo uovo uragano urbano urgente usanza uscio usignolo utensile utile vacanza vaglia vagone valanga valere
valigia valle valore valzer vangare vaniglia vano vapore varco vario vasca vaso vasto vecchio vedere vegetale veicolo
vela vello veloce vendere vengo venire vento veranda verbo verde vero verso vespa vestito vetro vetta viadotto viaggio
viale vibrare vicino vicolo video vigile vigna vigore villa vimini vincere viola vipera virgola virtuoso visita viso
vista vite vittoria vivace vivere vocale voce voglia volante volere volo volpe volta volume vongola votare vulcano
zaffiro zaino zampa zanzara zappa zattera zero zeta zitto zolla zona zoologia zucca zuppa`;
