// The 256 emoji of the security code, in an order that is part of the protocol: each byte names one. Chosen to be told
// apart when small and to be called the same by two people on the telephone; no flags, no skin tones, no faces but animals'.

export interface Emoji {
  readonly symbol: string
  readonly name: string
}

const TABLE = `
🐶 dog, 🐱 cat, 🐭 mouse, 🐰 rabbit, 🦊 fox, 🐻 bear, 🐼 panda, 🐨 koala, 🐯 tiger, 🦁 lion, 🐮 cow, 🐷 pig, 🐸 frog, 🐵 monkey,
🐔 chicken, 🐧 penguin, 🐦 bird, 🦆 duck, 🦅 eagle, 🦉 owl, 🦇 bat, 🐺 wolf, 🐗 boar, 🐴 horse, 🦄 unicorn, 🐝 bee,
🐛 caterpillar, 🦋 butterfly, 🐌 snail, 🐞 ladybird, 🐜 ant, 🕷️ spider, 🦂 scorpion, 🐢 turtle, 🐍 snake, 🦎 lizard, 🦖 dinosaur,
🐙 octopus, 🦑 squid, 🦐 shrimp, 🦀 crab, 🐠 fish, 🐬 dolphin, 🐳 whale, 🦈 shark, 🐊 crocodile, 🦓 zebra, 🦍 gorilla,
🐘 elephant, 🦏 rhinoceros, 🦛 hippopotamus, 🐫 camel, 🦒 giraffe, 🦘 kangaroo, 🐑 sheep, 🐐 goat, 🦙 llama, 🦌 deer, 🦃 turkey,
🦚 peacock, 🦜 parrot, 🦢 swan, 🦩 flamingo, 🦝 raccoon, 🐿️ squirrel, 🦔 hedgehog, 🐾 paws, 🐉 dragon,
🌵 cactus, 🎄 Christmas tree, 🌲 fir tree, 🌴 palm tree, 🍀 clover, 🍁 maple leaf, 🍄 mushroom, 🐚 shell, 🌹 rose, 🌻 sunflower,
🌷 tulip, 🌙 moon, ⭐ star, ☀️ sun, ☁️ cloud, 🌈 rainbow, ⚡ lightning, ❄️ snowflake, ⛄ snowman, 🔥 fire, 💧 drop, 🌊 wave, 🌋 volcano,
🍏 green apple, 🍐 pear, 🍊 orange, 🍋 lemon, 🍌 banana, 🍉 watermelon, 🍇 grapes, 🍓 strawberry, 🍒 cherries, 🍑 peach, 🥭 mango,
🍍 pineapple, 🥥 coconut, 🍅 tomato, 🍆 aubergine, 🥑 avocado, 🥦 broccoli, 🥒 cucumber, 🌶️ chilli, 🌽 corn, 🥕 carrot,
🧄 garlic, 🥔 potato, 🥐 croissant, 🍞 bread, 🥨 pretzel, 🧀 cheese, 🥚 egg, 🥞 pancakes, 🌭 hot dog,
🍔 hamburger, 🍟 chips, 🍕 pizza, 🌮 taco, 🥗 salad, 🍝 spaghetti, 🍣 sushi, 🍦 ice cream, 🍩 doughnut, 🍪 biscuit, 🎂 cake,
🍫 chocolate, 🍬 sweet, 🍭 lollipop, 🍿 popcorn, 🍯 honey, 🥛 milk, ☕ coffee, 🍺 beer, 🍷 wine glass, 🧊 ice cube, 
⚽ football, 🏀 basketball, 🎾 tennis ball, 🎱 billiard ball, 🏓 table tennis, 🥊 boxing glove, ⛸️ ice skate, 🛷 sledge,
🎣 fishing rod, 🏹 bow, 🎯 dartboard, 🪁 kite, 🎲 dice, 🧩 jigsaw piece, 🎳 bowling, 🏆 trophy, 🎨 palette, 🎤 microphone,
🎧 headphones, 🎹 piano, 🥁 drum, 🎷 saxophone, 🎺 trumpet, 🎸 guitar, 🎻 violin, 🚗 car, 🚌 bus, 🚑 ambulance, 
🚜 tractor, 🚲 bicycle, 🛴 scooter, 🏍️ motorcycle, 🚂 steam engine, ✈️ aeroplane, 🚀 rocket, 🛸 flying saucer, 🚁 helicopter,
🛶 canoe, ⛵ sailing boat, ⚓ anchor, ⛽ petrol pump, 🚦 traffic light, 🗿 stone head, 🗽 Statue of Liberty, 🏰 castle,
🎡 Ferris wheel, ⛲ fountain, ⛺ tent, 🏠 house, 🏭 factory, ⛪ church, 🌉 bridge, ⌚ watch, 📱 mobile phone, 💻 laptop,
🖨️ printer, 💾 floppy disk, 📷 camera, ☎️ telephone, 📺 television, 📻 radio, 🧭 compass, ⏳ hourglass, 🔋 battery,
🔌 plug, 💡 light bulb, 🔦 torch, 🕯️ candle, 💎 diamond, ⚖️ scales, 🔧 spanner, 🔨 hammer, 🪓 axe, 🧲 magnet, 🧱 brick, 🔪 knife,
🛡️ shield, 🏺 vase, 🔮 crystal ball, 🔭 telescope, 🔬 microscope, 💊 pill, 🧬 DNA, 🧹 broom, 🧺 basket, 🧽 sponge, 🔑 key, 🚪 door,
🛏️ bed, 🧸 teddy bear, 🎁 present, 🎈 balloon, ✉️ envelope, 📦 parcel, 📜 scroll, 📚 books, 📎 paper clip, ✂️ scissors, ✏️ pencil,
🔒 padlock, 👑 crown, 🎩 top hat, 👓 glasses, 👟 trainers, 🧦 socks, 🧤 gloves, 👗 dress, 🌂 umbrella, 💍 ring, 👻 ghost, 🤖 robot,
🎃 pumpkin, ❤️ heart, ⚙️ gear`

export const EMOJI: readonly Emoji[] = TABLE.trim()
  .split(/,\s+/)
  .map((entry) => {
    const space = entry.indexOf(" ")
    return { symbol: entry.slice(0, space), name: entry.slice(space + 1) }
  })
