// Two-word names for identities, so that a person can tell two apart and say one aloud: "Swift Heron". 256 adjectives
// and 256 animals and plants: short, kind, plain to read, no two alike, none about looks, belief, body, origin or sex.
// 65 536 names; the picture and the address differ if two names are the same. Order is part of the format: a name is
// derived, not stored, so words are never moved.

const ADJECTIVES = `
able agile airy alert amber autumn avid azure balmy beaming blithe blooming blue bold brave breezy bright
brisk bronze calm careful cheery chipper classic clean clear clever coastal cobalt cool copper coral cordial
cosy crimson crisp curious daily dapper daring dawn dazzling dear dewy dreamy driven eager early earnest
earthy easy elated emerald enchanted epic fair faithful famous fearless feathered festive fiery fleet floral
fluent fluffy flying free fresh friendly frosted frosty genial gentle gifted giving glad gleaming gliding
global glowing golden good graceful grateful green happy hardy harvest heartfelt hearty helpful hidden hilltop
honest hopeful humble hushed indigo ivory jade jolly jovial joyful keen kind lakeside laughing leafy learned
level limber lime little lively local lofty loyal lucid lucky lunar lush magic marble marine meadow mellow
merry mighty mild mindful mint mirthful misty modern moonlit mossy natural navy neat new nifty nimble noble
northern novel oaken oceanic onward opal open orange pacific pastel patient peaceful pearly playful pleasant
polar polished polite prime proud quick quiet radiant rainy rapid restful rising river robust rosy ruby rustic
sage sandy scarlet sensible serene shady sharp shining silent silken silver sincere skilled sleepy smiling
snowy snug soaring solar southern sparkling speckled spirited splendid spotted spring stable starlit starry
steady stellar sterling still strong sturdy summer sunlit sunny sunrise sunset supple sure swift tactful teal
tidal thankful thorough thriving tidy timely tranquil true trusty tuneful twilight upbeat upland valiant
velvet verdant vibrant violet vivid wandering warm watchful welcome western whimsical wild willing winged
winter wise witty woodland woven zealous zesty`;
const CREATURES = `
albatross alder alpaca anemone antelope ash aspen aster azalea badger bamboo banyan barley bear beaver beech
begonia bilberry birch bison blackbird bluebell bobcat buffalo bulbul bunting butterfly cactus caiman camel
camellia canary caracal caribou cedar chamois cheetah chestnut chickadee cicada clematis clove clover mango
condor cormorant cornflower apricot cherry crane cricket crocus pear curlew cypress daffodil dahlia daisy
dandelion deer dipper dogwood dolphin donkey dormouse dove dragonfly eagle egret elm falcon fawn fennel fern
ferret finch fir firefly flamingo foal fox foxglove frog gannet gazelle gecko gentian gibbon ginkgo giraffe
godwit gorse grouse hare harrier hawk hawthorn heather hedgehog heron herring hibiscus holly hornbeam hyacinth
ibex ibis impala iris ivy jackdaw jaguar jasmine jay juniper kangaroo kestrel kingfisher kite koala koi
lapwing larch lark laurel lavender lemur leopard lilac lily linden linnet lion lizard llama lotus lynx macaw
magnolia magpie maple marigold marlin marmot marten martin merlin mimosa moose moss myrtle narwhal nightingale
nuthatch oak ocelot okapi olive orca orchid oriole oryx osprey otter owl panda panther parrot partridge
peafowl pelican penguin peony periwinkle petrel pheasant pika pipit platypus plover plum pony poplar poppy
porcupine primrose ptarmigan puffin quail quetzal quince quokka rabbit raccoon raven redwood reed reindeer
robin rook rose rosemary rowan saffron salmon sandpiper seal sedge sequoia serval skylark acorn snowdrop
sorrel sparrow spruce squirrel starling stork sunflower swallow swan sycamore tapir tern thistle thrush thyme
tiger toucan trout tulip turtle verbena viola wagtail walnut walrus warbler waxwing mulberry whale willow wolf
hazelnut kiwi lemon peach pine wombat woodpecker wren yak yarrow yew zebra`;

const adjectives = ADJECTIVES.trim().split(/\s+/);
const creatures = CREATURES.trim().split(/\s+/);

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export interface Name {
  /** "Swift Heron" */
  readonly text: string;
  /** "swift-heron": lower-case ASCII, for mail addresses and user names. */
  readonly slug: string;
}

/** The name of a seed: its first two bytes choose. Throws if there are fewer. */
export function nameFor(seed: Uint8Array): Name {
  const adjective = adjectives[seed[0] ?? -1];
  const creature = creatures[seed[1] ?? -1];
  if (adjective === undefined || creature === undefined) throw new RangeError('nameFor wants at least two bytes');
  return { text: `${capital(adjective)} ${capital(creature)}`, slug: `${adjective}-${creature}` };
}

/** Both lists, for the test that holds their promises. */
export const WORD_LISTS: readonly (readonly string[])[] = [adjectives, creatures];
