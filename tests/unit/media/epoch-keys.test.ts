import { afterEach, expect, it, vi } from "vitest"
import { clientOf, type EpochSketch, FakeClock, makePerson, openerOf, sealerOf } from "./fixtures.ts"

afterEach(() => void vi.restoreAllMocks())

it("derives, of an epoch of 250, the keys of those alone who are heard, each once", async () => {
  const clock = new FakeClock()
  const [us, first, second, ...others] = await Promise.all([makePerson(), makePerson(), makePerson(), ...many(247)])
  const sketch: EpochSketch = { epoch: 1n, people: [us, first, second, ...others] }
  const ours = await clientOf(clock, us, sketch)
  const heard = [first, second].map(async (person) => ({
    seal: sealerOf(await clientOf(clock, person, sketch)),
    open: openerOf(clock, ours, person),
  }))
  const speakers = await Promise.all(heard)
  const derive = vi.spyOn(crypto.subtle, "deriveKey")
  const speak = () => Promise.all(speakers.map(async ({ seal, open }) => open(await seal())))
  await speak()
  await speak()
  const [sealing, opening] = [speakers.length, speakers.length]
  expect(derive).toHaveBeenCalledTimes(sealing + opening)
})

function many(count: number) {
  return Array.from({ length: count }, makePerson)
}
