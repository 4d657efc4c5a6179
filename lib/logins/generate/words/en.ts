// English words of passphrases; what every list promises is said in word-lists.ts.

export const englishWords = `
abbey ability able about above absent absorb accent account acid acorn acre acrobat action actor actual adapt address
adjust admire adobe adopt adult advance advice aerial affair afford after again agency agile agree ahead airport aisle
alarm album alder alert algae alias alien align alike alive alley allow almond aloft alone alpine already also alter
alto always amateur amaze amber amble ample amuse anchor ancient angle animal ankle annual answer antenna antique
anvil anyone apart apple apricot apron aquatic arcade arch area arena argue armor aroma around arrange arrive arrow
ascend ashore aside asleep aspect asset assist aster athlete atlas atom attend attic auburn audio august aunt author
autumn avenue average avid avoid awake award away awning axis axle azure bacon badge bagel bagpipe bakery balance
balcony ball balsam bamboo banana band banjo banner barber bargain barley barn barrel basic basket bath baton battery
bazaar beach bead beagle beak beam bean bear beaver become bedroom beetle before begin behave behind beige belfry
believe belong belt bench bend benefit berry beside better beyond bicycle bike billow bird biscuit bishop bison
blanket blaze blend blink block bloom blossom blouse blue blur board boat body boil bold bolt bonfire bonnet bonus
book boost boot border borrow boss botany bottle bough bounce bouquet bowl boxcar bracket braid branch brass brave
bread breeze brick bridge brief bright bring brisk broad bronze brook brother brown brush bubble bucket budget buffalo
buggy build bulb bulletin bumper bundle bunny burrow bushel business busy butter buzzer cabbage cabin cable cactus
cadet cake calcium calendar calf calm camel campus canal candle canoe canvas canyon capable captain caravan carbon
career cargo carpet carrot cart cascade cashew castle catalog cattle cavern cedar ceiling celery cellar cement census
center ceramic cereal certain chain chalk champion change chapter charm chase cheese chef cherry chess chief child
chime chin chip choir choose chorus chowder chrome chunk cicada cider cinema cinnamon circle citizen citrus city civic
claim clamp clap clarinet class clay clean clerk clever client cliff climb clip clock close cloud clover club clue
clutch coach coast cobalt cocoa code coffee coil coin cold collar colony column combine comet comfort common compass
concert condor confirm connect consider contest cookie cool copper copy coral cord cork corner cosmic cottage cougar
council couple courage cousin cover cowboy coyote cozy crab cradle craft crane crater crayon cream credit creek crest
crew cricket crisp critic crocus crop cross crowd cruise crumb crystal cube cuckoo cucumber culture cupboard curator
curious curl current curtain curve cushion custom cycle cypress daffodil daily dainty dairy daisy dale damp dance
dandy dapper daring dash data date daughter dawn daylight dazzle deal debate decade decide deck decorate deep deer
defend define degree delay delight delta demand denim dentist depart depend depth deputy derive desert design desk
detail develop device dial diamond diary dice diesel differ digital dignity dill dilute dinner diploma direct disco
dish display distant ditch dive divide dock doctor document dollar dolphin domain dome donkey donor door dose double
dough dove downtown dozen dragon drama draw dream dress drift drill drink drive drop drum duck duet duke dune durable
during dusk duty dwell dynamic eager eagle early earn earth easel east easy echo eclipse ecology economy edge edit
educate effect effort eggplant eight either elastic elbow elder electric elegant elephant elevator else email ember
embrace emerald emotion employ empty enable enamel enchant encore endless energy engine enjoy enlarge enough enrich
ensure enter entire entry envelope envoy epic episode equal equip eraser errand escape escort espresso essay essence
estate eternal ethics evening ever evident evolve exact example excel exchange excite exercise exhibit exist exit
exotic expand expert explain export express extend extra eyebrow eyelash fable fabric facade face factor fade fair
faith falcon fall family famous fancy fantasy farm fashion fast father faucet favor feast feather feel fellow felt
fence fennel fern ferry festival fetch fiber fiction fiddle field fiesta fifty figure file fill film filter final
finch find finger finish fire firm first fiscal fish fitness five fixture flag flake flame flannel flap flash flat
flavor fleet flight flint flip float flock floor flora flour flow fluent fluffy fluid flute flyer foam focus foil fold
folk follow fondue food football forest fork form fortune forum forward fossil fountain four foxglove fraction
fragrant frame freckle free freight fresh friend frog front frost fruit fudge fuel full funnel furnace future fuzzy
gadget galaxy gallery game gander garage garden garlic garment gate gather gauge gazebo gear gecko gelatin genius
gentle genuine geology geyser giant gift giggle ginger giraffe girl give glacier glad glance glass glaze gleam glide
glimpse glitter globe glory glossy glove glow glue goal goat goblet gold golf gondola good goose gopher gorilla govern
gown grace grade grain grand grape grass gravel gray great green grid grin grip grocery groom ground grove grow guard
guess guide guild guitar gulf gull gust gutter gymnast habit haiku half halibut hall halo hammer hamster hand hangar
happy harbor hardy harmony harness harp harvest hatch haven hawk hazel head health heart heat heavy hedge height
helium helmet help herald herb hero hibiscus hickory hidden highway hiking hill hint hippo history hobby hockey
holiday hollow home honest hood hoof hope horizon horn horse hose hospital hotel hound hour house hover huddle human
humble humor hundred hungry hunter hurdle hurry husky hybrid hydrant hyena hymn hyphen iceberg icicle icon idea
identity igloo ignite iguana image imitate immense impact import impress inch include income indigo indoor infant
inform ingot inherit inject inland inlet inner input insect inside instead intact interest into invent invite iris
iron island isolate issue item ivory jacket jade jaguar jamboree jasmine javelin jazz jeans jelly jersey jewel jigsaw
jingle jockey jogging join joke jolly journal joyful jubilee judge juggle juice jumbo jump jungle junior justice
juvenile kangaroo karate kayak keen keeper kelp kennel kernel kettle keyboard kidney kimono kindle king kiosk kitchen
kite kitten kiwi knee knit knob know koala label labor lace lacquer ladder lady lagoon lake lamb lamp land lane
language lantern large lark laser last latch later lattice laugh launch laurel lava lavender lawn layer leader leaf
league lean learn leash leather lecture ledge legacy legend leisure lemon length lens leopard lesson letter level
liberty library license lichen lift light like lilac lily lime limit linen lion liquid list little lively lizard llama
loaf lobby lobster local locket lodge loft logic lone long look loop lotion lotus loud lounge love lower loyal lucky
luggage lullaby lumber lunar lunch lupine luster lute luxury lyric macaroni machine madam magenta magic magnet
mahogany maiden mail major make mallet mammal manage mango manor mantle manual many maple marble march margin market
marsh mask mason master match math matter maximum mayor maze meadow meal mean measure medal medium meet mellow melody
member memory mention menu merchant merge merit merry message metal meteor method metro mice middle midnight midway
might mild mile milk mill mimic mind mineral mingle mini minor mint minute miracle mirror mission mist mitten mixture
moat mobile model module moist molecule moment monarch money monkey month mood moon moose moral morning mosaic moss
motel mother motion motor mountain mouse mouth move movie much muffin mule multiply mural muscle museum mushroom music
mustard mutual muzzle myself mystery myth name napkin narrow native nature nautical navigate navy near neat nebula
nectar needle neighbor nephew nerve nest network neutral never newborn news next nibble nice nickel niece night nimble
nine noise nomad noodle noon normal north nose notable note notice noun novel novice number nurse nutmeg nylon nymph
oasis oatmeal object oblong oboe observe obtain obvious occur ocean octave october offer office often olive omelet
omit onion online only onset onyx opal open opera opinion oppose optic opus orange orbit orchard order oregano organ
origin ornament osprey ostrich other otter ounce outdoor outer outfit output oval oven over owner oxygen oyster pace
pacific pack paddle page pagoda paint pajama palace palette palm panda panel panther papaya paper papyrus parade
parcel pardon parent park parlor parrot parsley partner pass pasta patch path patio patrol pattern pause pave pavilion
payment peace peak peanut pear pebble pecan pelican pencil penguin people pepper perfect period permit person petal
petunia phase phone photo phrase piano piccolo pickle picnic picture pigeon pigment pillow pilot pinch pine pioneer
pistachio pitcher pivot pixel pizza place plain planet plaster plate play plaza pledge plenty plot plow plum plural
plus pocket poem poet point polar polish pollen pond pony pool popcorn poplar poppy porch portal position postcard
potato pottery pouch pound powder power practice prairie precise prefer premium prepare present pretty prevent price
pride primary print prism private prize problem produce profit program project promise proof proper protect proud
provide prune public pudding puffin pulley pulp pulse puma pump punch pupil puppet purchase purple push puzzle pyramid
python quail quality quantum quarter queen quest quick quiet quill quince quiz quota rabbit raccoon race racket radar
radio raft rail rain raise rally ramp ranch random range rapid rare raspberry rather rattle raven ravine reach reader
real reason recall recipe record recycle reed reef refer reflect refresh regal region regular rehearse reindeer relax
relic rely remain remedy remind remote render renew rent repair repeat reply report reptile request rescue research
resin respect rest result retail retire return reunion reveal review reward rhyme rhythm ribbon rice rich ride ridge
right rigid rind ring rinse ripple rise ritual river road roast robin robot robust rocket rodeo roll romance roof
rookie room rooster root rope rose roster rotate rotor round route rover royal rubber ruby rudder rugby ruler rumble
runner runway rural russet rustic sable saddle safari safe saffron saga sage sail salad salmon salon salt salute same
sample sand sapling sapphire sardine satin saturn sauce sauna savanna savor sawdust scale scarf scene scheme school
science scissors scone scoop score scout scrap screen script scroll scuba sculpt seagull seal search season seaweed
second secret section sedan seed seek select self semester senior sense sentence separate sequel serene series service
sesame session seven sewing shade shake shallow shamrock shape share shed sheep shelf shield shift shine ship shirt
shoe shop shore shoulder shovel show shrimp shrub shuffle shutter sibling side sierra sieve sight sign silence silk
silver similar simple since singer sink siphon sister situate sixty size skate sketch skill skin skip skirt skyline
slate sled sleep slice slide slim slipper slogan slope slow small smart smile smoke smooth snack snail snake snap
sneaker snow snug soap social sock soda sofa soft soil solar soldier solid solo solution solve sonata sonnet soon
sophomore sorbet sorrel sort soul sound soup source south soybean space spark speak special speed spell sphere spice
spider spinach spiral splash splendid split sponge spoon sport spot spray spring sprout spruce squad squirrel stable
stack stadium staff stage stair stamp stand star state stay steady steel stem step stereo stew stick still stir stitch
stock stone store stove straw street string strong student style subject sublime submit subtle subway success sudden
sugar suggest suit summer sunday sunrise super supply supreme surface surprise survey sushi suspend swallow swan
sweater sweet swift swim swing switch sycamore symbol symphony syrup system table tackle taco tactic tadpole tail
talent talk tall tambour tango tank tape target tariff tart task taste tavern taxi teach team teapot technic teenager
telescope temple tenant tender tennis tent term terrace test text thank theater theme theory thermal thick thimble
thing third thistle thorn thread thrive throne thumb thunder thyme ticket tide tidy tiger tight tile timber time
tinsel tiny tiptoe tissue titan title toad toast today toddler together token tomato tomorrow tone tongue tonic tool
tooth topaz topic torch tortoise total touch tour towel town trace trade trail tram transit trapeze travel tray treat
tree trek trellis tremor trend triangle tribe trick trim trio triple trophy trouble truck true truffle trumpet trunk
trust truth tuba tube tulip tuna tundra tune tunnel turbine turkey turnip turtle tuxedo tweed twelve twenty twice twig
twilight twin twist type typical ukulele umbrella umpire uncle under unicorn uniform union unique unit universe
unknown until unusual upbeat update upgrade uphill upon upper upright upstairs upward urban urgent useful usher usual
utensil utility utmost vacant vacuum vague valid valley value vanilla vapor variety varnish vase vast vault vector
vegetable vehicle velvet vendor venture verb verdict verify verse vertical vessel veteran viaduct vibrant victory
video view vigor villa vine vintage vinyl viola virtue visa visible visual vital vivid vocal voice volcano volley
volume vote voucher vowel voyage wafer waffle wagon waist walk wallet walnut walrus waltz wander warbler wardrobe warm
warrant wash wasp watch water wave wealth weather weave wedding wedge week weight welcome welfare west whale wharf
wheat wheel whenever where whisper white whole wicker wide widget width wild will wind wine wing winter wisdom wise
wish witness wizard wolf wombat wonder wood wool word work world worth wrap wreath wren wrestle wrist yacht yard yarn
yawn year yeast yellow yesterday yield yodel yoga yogurt young youth yucca zebra zenith zephyr zero zigzag zinc zipper
zodiac zone zoology zoom zucchini`;
