// The self-test's file as the build writes it, on the verifier itself: all pass, and a wrong one is told.

import { describe, expect, it } from "vitest"
import { encodeSelfTest } from "../../../scripts/release/self-test.ts"
import { utf8 } from "../../../src/bytes/bytes.ts"
import { runCase } from "../../../src/release/conformance.ts"
import { readSelfTest, runSelfTest, type SelfTestCase, type SelfTestProgress } from "../../../src/release/self-test.ts"

const encoded = await encodeSelfTest()
const cases = readSelfTest(utf8(encoded))

function run(some: readonly SelfTestCase[], abortSignal = new AbortController().signal) {
  const progress: SelfTestProgress[] = []
  let time = 0
  const result = runSelfTest(some, {
    worker: { runCase },
    onProgress: (step) => progress.push(step),
    now: () => ++time,
    abortSignal,
  })
  return { result, progress }
}

describe("the self-test", () => {
  it("passes on all cases that come with the package, and says how far it is", async () => {
    const { result, progress } = run(cases)
    expect(await result).toEqual({ total: cases.length, failures: [], ms: 1 })
    expect(cases.filter(({ expected }) => expected !== null).length).toBeGreaterThan(20)
    expect(progress.at(-1)).toEqual({ done: cases.length, total: cases.length })
  })

  it("tells what was to be verified and was not, and what was refused as something else", async () => {
    const [first, bad] = [cases.find(({ expected }) => expected === null), cases.find(({ expected }) => expected)]
    if (!first || !bad) throw new TypeError("expected a good and a bad case")
    const wrong = [
      { ...first, name: "another artifact", artifact: utf8("something else") },
      { ...bad, name: "another kind", expected: "timestamp" },
      { ...first, name: "to be refused", expected: "artifact" },
    ]
    expect((await run(wrong).result).failures).toEqual([
      { name: "another artifact", expected: null, got: "artifact" },
      { name: "another kind", expected: "timestamp", got: bad.expected },
      { name: "to be refused", expected: "artifact", got: null },
    ])
  })

  it("ends before its next case when it is ended", async () => {
    const ending = new AbortController()
    const progress: SelfTestProgress[] = []
    const result = await runSelfTest(cases, {
      worker: { runCase },
      onProgress: (step) => {
        progress.push(step)
        if (step.done === 2) ending.abort()
      },
      now: () => 0,
      abortSignal: ending.signal,
    })
    expect([result.total, progress.length]).toEqual([2, 2])
  })

  it.each([
    ["is not JSON", "{"],
    ["has a member more", encoded.replace('{"cases"', '{"more":1,"cases"')],
    ["names a file that is not there", encoded.replace(/"bundle":"../, '"bundle":"zz').replace("zz", "00")],
  ])("is refused where its file %s", (_, text) => {
    expect(() => readSelfTest(utf8(text))).toThrow(expect.objectContaining({ fault: "worker-failed" }))
  })
})
