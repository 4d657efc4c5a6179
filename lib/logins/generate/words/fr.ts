// French words of passphrases; what every list promises is said in word-lists.ts.

export const frenchWords = `
abaisser abeille abolir abonner abord abri absent absolu abstrait acacia acajou accent accord accueil achat acheter
acide acier acompte acrobate acteur actif actuel adapter adjoint admettre admirer adopter adorer adresse adroit
affaire affiche affluent agence agile agiter agneau agrafe agrume aider aigle aiguille ailleurs aimable aimer ainsi
aisance ajouter ajuster alarme albatros album alerte algue aliment aller alliance allumer almanach alouette alpin alto
amande amarre amateur ambiance ambre amener amiral amorce amour ample ampoule amusant anchois ancien ancre anguille
animal anneau annonce annuaire anorak antenne antique aplatir apparence appeler appui aquarelle arabesque araucaria
arbitre arbre arbuste arche ardoise argent argile armature armoire arpenter arranger arriver arrondi article ascenseur
asperge aspirer assembler assiette assurer astre astuce atelier atlas atome atout attacher attendre attrait aube
audace augmenter aurore aussi autant auteur automne autruche avaler avance avenir averse aviron avis avocat avoine
avril azote azur babiole badge badiner bagage bague baie baignoire bain baisser balade balcon baleine balise balle
bambou banane banc bandeau banjo banlieue banque baobab barbe barque barrage bascule basilic basket bassin bataille
bateau bavard bazar beau belette belle berceau berge besoin beurre bibelot biche bidon bielle bijou bilan billard
biologie biscuit bison bitume bizarre blague blaireau blanc blason bleuet blindage bloc blond blouson bobine bocal
boeuf boire bois bolide bonbon bonde bonheur bonjour bonnet bonsoir border bosquet botanique botte bouche boudin
bouger bouillon boule bouquet bourgeon boussole bouton bovin boxeur bracelet branche bras brave brebis bretelle brevet
bricoler bride brigade brillant brindille brioche brique brise broche broder bronze brosse brouette bruine brume brun
brusque bruyant buanderie buffet buisson bulbe bulle bureau buste butane buvard buvette cabane cabinet cabriolet cacao
cacher cactus cadeau cadran cahier caillou caisse calcul calepin calibre calme calorie camarade camera camion
camomille campagne canal candidat canevas caniche canne canot cantine canyon capable capitaine capot capsule capter
capucine carafe carbone caresse cargo caribou carnet carotte carpe carreau carte cascade casier casque casserole
castor catalogue cause cavalier caverne caviar ceinture cellule cent cependant cercle cerf cerise cerner certain
cerveau chacun chaise chalet chambre chance chapeau charbon chaton chaud chemin chercher cheval chien chiffre chignon
chimie chocolat choisir chorale chose chou chrome chute cible cidre ciel cigale cigogne ciment cinq cintre cirage
circuit cirque ciseau citadelle citer citron clair clan clapet classe clavier clef client climat clin cloche cloison
clone cloporte clou clown club cobalt cocon code coffre coiffeur coin colibri collier colombe comble comique commode
compte comte concert condor confetti congre conseil conte convoi copain copier coquille corail corbeau corde coriandre
cornet corridor cosmos costume coton coude couleur coup courage cousin couteau couvert coyote crabe craie crampon
cravate crayon creuser crevette cric crinoline cristal critique crochet croire crosse cruche crypte cube cuir cuisine
cuivre culture cumin curieux curry cycliste cygne cylindre cymbale dahlia daim dalle dame damier danse dater datte
dauphin davantage debout dedans dehors delta demain demeure dense dent depuis dernier dessert deux devant devenir
devise devoir dialogue diamant diesel digue dimanche direct discours disque distance divan divers dizaine docile
docteur document doigt domaine domino donjon donner dorade dormir dorsal dossier double douceur douze dragon drap
dresser droit dune duplex durable duvet dynamique effacer effet effort embarquer embellir emmener emploi emporter
emprunt encadrer enchanter encore encre endroit enfance enfin engager engrenage enlever enrichir enseigne ensuite
entendre entier entourer entrer envie envoler ermite errer escalier escrime espace espoir esprit essai essence essor
estrade estuaire euphorie exact examen excellent excursion exemple exercice exister exotique expert explorer exposer
express extra fable fabrique facette facile facteur faible faire faisan falaise famille fanfare fanion fantaisie
farandole farceur farine faucon fauteuil fauve faveur femme fenouil fermer ferry fertile festin feuille feutre fiable
fibre ficelle fiche fier figue filet film filtre finale finesse fiole firme fixer flacon flairer flamant flan flaque
fleur flexible flocon flore flotter fluide focal foin foire folie foncer fondue fontaine football force forger format
fort fossile fouiller foulard four foyer fraction fragile fraise framboise frange frein frelon fresque friandise
friche frisson frite froid fromage front fruit fugue funambule furet fusain fuseau fusion futur gagner gala galerie
galop gambader gamelle gamin gamme garage garder garnir gaufre gazelle gazon gendre genou genre gentil gerbe geste
geyser gibier gigot gilet gingembre girafe girofle givre glace glisser globe gloire glycine gnome gobelet golfe gomme
gondole gorge gorille gouache goudron gourde goutte goyave gracieux graine grammaire grand grappe gratin graver grelot
grenier griffe grillage grimper grive groseille grotte groupe guichet guide guimauve guirlande guise guitare gymnase
habile haie hall halte hamac hamburger hameau hamster handball hangar hanneton harmonie harpe hasard hausse hauteur
hectare herbe hermine heure hibou hier hippique histoire hiver hobby hockey homard homme honneur horaire horizon
horloge hortensia houblon houle housse hublot huile huit humain humble humeur humide humour hutte hybride hydravion
hymne iceberg identique idole igloo iguane illustre image imiter immense immobile impair important imprimer impulsion
incliner index indice industrie infini informer initial innover insecte inspirer instant insulaire intact intrigue
inutile inventer inviter iris ironie irriguer isoler issue ivoire jade jadis jaguar jaillir jalon jamais jambe janvier
jaquette jardin jarre jasmin jaune javelot jazz jean jersey jeter jeton jeudi jeune jockey joie joindre joli jongleur
jonquille joue jour joyau joyeux judo juillet juin jumeau jungle jupe juste juteux kangourou kayak kermesse kilo
kimono kiosque kiwi koala label labourer lacet lagon lagune laine laisser lait lama lame lampe lancer landau langage
lanterne lapin laque large laser laurier lavabo laver lavoir layette lecteur lendemain lent lessive lettre leurre
levain lever levier lexique liaison liane libellule libre licence licorne lierre lieu ligne ligoter lilas limace
limite limonade limpide linge lion liquide lire lisse liste litre littoral livre locataire logement logique loin
loisir long lorsque losange lotion loto lotus louange louer loup lourd loutre lucarne luciole lueur luge lumineux
lundi lune lustre lutin lutter luxe luzerne lynx lyre macaron machine magasin magie maigre maille main maire mais
majeur malice malle maman mammouth manche mandarine mangue manier manoir manteau manuel maquette marbre marcher mardi
marin marmite marque marron marteau mascotte masque massage mastic match matelot matin matou mauve maximum mazurka
meilleur melon membre menhir menthe menu mercredi merveille message mesure mettre meuble miauler micro midi miel
miette mieux mignon milieu mille mimer mimosa mince mine minuit miracle miroir mission mistral mitaine mixte mobile
mode moineau moisson moitie moment monde monnaie montre moquette morale morceau morse moteur motif moto mouche mouette
moulin mousse mouton mouvement moyen muet muguet mulot multiple munir muraille murmure muscade musique mutuel myrtille
mythe nacre naissance nappe narguer narine narrer nasal natation natte nature navet navire nectar neige nerf nettoyer
neuf neutre neveu niche nickel niveau nocturne noir noisette noix nomade nombre nommer nord normal notaire note notre
nougat nourrir nouveau novembre noyau nuage nuance nuit nuque nylon nymphe oasis objet oblique observer obtenir
occasion occuper ocre octave octobre oeil oeuf oeuvre office offrir ogive ogre oignon oiseau olive olympique ombre
omelette oncle onctueux onde ongle onze opale opaque opinion optique orage orange orateur orbite orchestre ordre
oreille organe orge orgue origan orme orner orteil ortie oseille oser osier otage otarie ouate oubli ouest ouragan
ours outil outre ouvert ouvrier ovale ozone page paille pain paire paisible paix palais pale palier palmier palourde
panache panda panier panneau panorama pantalon papaye papier paquebot parade parc pardon pareil parfum parking parler
parmi parole parquet parrain partir parvenir passage pastel patate patin patron pause pavillon payer paysage peigne
peindre pelage pelle penchant pendule penser pente percer perdrix perle permis perron personne peser petit peuple
phare phoque photo phrase physique piano pichet picorer pied pierre pigeon pilier pilote piment pinceau pingouin
pintade pion pipeau pique pirogue pissenlit piste pitre pivoine pizza placard plafond plage plaine plan plaque
plastique platane plein plier plomb plonger pluie plume plus pluvieux poche podium poids poignet point poire poisson
poivre polaire politesse pollen pomme pompier poncho pont popote populaire porte poser possible poste potage poteau
potiron pouce poudre poulain poumon pour pousser pouvoir prairie pratique premier prendre presque prince prise prix
prochain produit profond programme projet promener propos proue province prudent prune public puce puiser puits pull
pulpe pulsation puma pupitre puzzle pyjama pyramide python quai quand quartz quatre quelque question quiche quille
quinze quitter quotidien rabais raccourci racine racler raconter radar radeau radieux rafale raffiner raide raisin
ralentir rallye ramage ramener ramper ranch rang rapace rapide rappel raquette rare raser rassurer raton rattraper
ravin rayon rebondir recette recherche record rectangle reculer redire refaire reflet refrain refuge regard regret
reine rejoindre relais relever relief remarque remise remonter remplir renard rencontre rendre renne renom rentrer
renvoi repas replier repos respect ressort reste retard retour retrait revanche revenir revoir revue rhubarbe rhume
riche ricin rideau rien rigole rimer rincer rire risque rivage rizerie robe robinet robot robuste rocade roche
roitelet romance rompre ronce rond ronfler ronron rosace roseau rosier rossignol rotation rotin rotule roucouler roue
rouge rouille rouler route royal ruban rubis ruche rude ruelle rugby rugir ruine ruisseau rumeur rural rustique rythme
sable sabot sachet sacoche safran sage saison salade salle salon saluer samedi sandale sanglier sans sapin sardine
satellite satin saturne sauce sauge saule saumon saut savane savoir saxophone sceptre science scolaire scooter score
scout sculpter seau seconde secret secteur seigle selle selon semaine sembler semelle semoule sens sentier sept serein
seringa serre service seuil seul sieste siffler signal silence silo simple singe sirop situer skieur smoking sobre
social socle soie soif soin soir soixante soja solaire soleil solide solution sombre sommet sonate songe sonner sorbet
sortir souche soudain souffle soulier soupe source sous soutien souvenir spaghetti spirale splendide sport square
stable stade statue stock store strate structure studio stylo suave subtil sucre suffire suite suivre sujet superbe
support sureau surface surprise sursaut surtout survol susciter symbole sympathie synonyme table tabouret tactile
taille taire talent talon talus tambour tandem tango tante tapage taper tapir taquin tarder tarif tarte tasse taupe
taureau taxi technique teinte tellement temple tenaille tendre tenir tennis tente tenue terme terrier texte thermos
thon thym tiare ticket tige tigre tilleul timbre timide tirer tisane tisser titre toast toile toit tomate tombola tome
tonique tonne topaze toque torche tordre tornade torrent torse tortue total toucan toujours toupie tour tout tracer
tradition train trajet tranche travail treize trembler trente triangle tribu tricot trier trimestre triomphe triple
troc trombone tronc trop trotter trousse truffe truite tuba tube tuile tulipe tunique tunnel turbine turquoise tutelle
tuyau type typique ultime unanime unifier union unique unir univers urgent usage user usine utile utopie vacance vache
vague vaillant vaincre vaisseau valable valeur valise vallon valoir valse vanille vanne vantail vapeur variable vase
vaste veau vedette veille veine velours vendange venir vent verbe verdure verger vernis verre verser vertige verveine
veste veto viaduc viande victoire vide vieux vigne vigueur village vinaigre violet virage virgule visage viser vision
vitamine vite vitrail vivace vivre vocal voeu voici voie voile voir voisin voiture volaille volcan volet volley volume
vote vouloir voyage voyelle vrai wagon xylophone yacht yaourt yeux yoga zeste zigzag zinc zodiaque zone zoologie zoom`;
