// What views may say in a meeting beside the media.

import type { Speaking } from "../engine-handle.ts"
import type { OwnMedia } from "../own-media.ts"
import type { Words } from "./words.ts"

export function speakingOf(words: Pick<Words, "say" | "own">, media: Pick<OwnMedia, "showScreen">): Speaking {
  return {
    say: (text) => words.say(text),
    raiseHand: (state) => words.own.raiseHand(state),
    mayTurnOn: (medium) => words.own.mayTurnOn(medium),
    showScreen: (track) => media.showScreen(track),
  }
}
