import { expect, it } from "vitest"
import { ownActions } from "../../../src/ui/own-actions.ts"

const HELD = { microphone: "a host says no", camera: null, screen: null }
const failing = {
  getDisplayMedia: async (): Promise<MediaStream> => {
    throw new DOMException("no", "NotReadableError")
  },
}

function pressed(held: Parameters<typeof ownActions>[1]) {
  const done: string[] = []
  const said: string[] = []
  const engine = {
    setMicrophone: (state: string) => void done.push(`microphone ${state}`),
    setCamera: (state: string) => void done.push(`camera ${state}`),
    speaking: null,
  }
  return { done, said, own: ownActions(engine, held, failing, (words) => void said.push(words)) }
}

it("says why what a host holds back does not go on, and turns it off all the same", () => {
  const { done, said, own } = pressed(HELD)
  own.setMicrophone("on")
  expect([done, said]).toEqual([[], ["a host says no"]])
  own.setMicrophone("off")
  own.setCamera("on")
  expect([done, said]).toEqual([["microphone off", "camera on"], ["a host says no"]])
})

it("says so when the browser cannot show a screen", async () => {
  const { said, own } = pressed({ ...HELD, microphone: null })
  own.shareScreen("on")
  await expect.poll(() => said).toEqual([expect.stringMatching(/cannot show your screen/)])
})
