// The replay: what a run takes for "yes" before WebCrypto has answered is never what comes of it.

import { generateKeyPairSync, sign } from "node:crypto"
import { describe, expect, it } from "vitest"
import { ReleaseError } from "../../../src/release/errors.ts"
import { isVerified, type SignatureQuestion, withSignatures } from "../../../src/release/node/signatures.ts"

const { publicKey, privateKey } = generateKeyPairSync("ed25519")
const spki = publicKey.export({ type: "spki", format: "der" })

function good(text: string): SignatureQuestion {
  const data = Buffer.from(text)
  return { algorithm: { name: "Ed25519" }, spki, data, signature: sign(null, data, privateKey) }
}

/** The signature over "another". */
function bad(text: string): SignatureQuestion {
  return { ...good("another"), data: Buffer.from(text) }
}

describe("a run", () => {
  it("that asks nothing has one pass, and settles as that does", async () => {
    let passes = 0
    const run = () => ++passes
    expect(await withSignatures(run)).toBe(1)
    await expect(withSignatures(() => refuse("sct"))).rejects.toMatchObject({ fault: "sct" })
  })

  it("has the true answers in its last pass, good and bad", async () => {
    const passes: (readonly boolean[])[] = []
    const run = () => {
      const answers = [good("a"), bad("b"), good("c"), good("a")].map(isVerified)
      passes.push(answers)
      return answers
    }
    expect(await withSignatures(run)).toEqual([true, false, true, true])
    expect(passes).toEqual([
      [true, true, true, false], // what was asked twice
      [true, false, true, true],
    ])
  })

  it("whose signature is bad throws its own fault, although its first pass was content", async () => {
    await expect(withSignatures(() => demand(bad("a")))).rejects.toMatchObject({ fault: "signature" })
    expect(await withSignatures(() => demand(good("a")))).toBe("verified")
  })

  it("asks anew where a bad signature leads to another one", async () => {
    const asked: string[] = []
    const run = (second: SignatureQuestion) => () => {
      if (isVerified(bad("a"))) return "by the first"
      asked.push("the second")
      return demand(second)
    }
    expect(await withSignatures(run(good("b")))).toBe("verified")
    expect(asked).toHaveLength(2)
    await expect(withSignatures(run(bad("b")))).rejects.toMatchObject({ fault: "signature" })
  })

  it("drops whatever a pass that had to ask has thrown", async () => {
    let passes = 0
    const run = () => {
      if (++passes === 1) throw new RangeError(`after ${isVerified(good("a"))}`)
      return isVerified(good("a"))
    }
    expect(await withSignatures(run)).toBe(true)
  })

  it("goes round no ring of questions that lead back to themselves", async () => {
    const ring = [bad("a"), bad("b"), bad("c")]
    const follow = (steps: number): number => {
      const question = ring[steps % ring.length]
      return question && isVerified(question) ? follow(steps + 1) : steps
    }
    const passes: number[] = []
    const run = () => {
      const steps = follow(0)
      passes.push(steps)
      return steps
    }
    expect(await withSignatures(run)).toBe(0)
    expect(passes).toEqual([3, 0])
  })

  it("takes no answer for a question that differs in anything", async () => {
    const question = good("a")
    const { data, signature } = question
    const others: readonly SignatureQuestion[] = [
      { ...question, data: data.subarray(1) },
      { ...question, signature: signature.toReversed() },
      { ...question, spki: generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }) },
      { ...question, algorithm: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } },
    ]
    expect(await withSignatures(() => [question, ...others].map(isVerified))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it("takes no answer under one hash for another", async () => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 })
    const data = Buffer.from("a")
    const under = (hash: string): SignatureQuestion => ({
      algorithm: { name: "RSASSA-PKCS1-v1_5", hash },
      spki: pair.publicKey.export({ type: "spki", format: "der" }),
      data,
      signature: sign("sha256", data, pair.privateKey),
    })
    expect(await withSignatures(() => ["SHA-256", "SHA-384"].map((hash) => isVerified(under(hash))))).toEqual([
      true,
      false,
    ])
  })

  it("asks about what the bytes were, whatever becomes of them afterwards", async () => {
    const { data, ...question } = good("a")
    const run = () => {
      const reused = new Uint8Array(data)
      const isGood = isVerified({ ...question, data: reused })
      reused.fill(0)
      return isGood
    }
    expect(await withSignatures(run)).toBe(true)
  })

  it("does not mix with others that run meanwhile", async () => {
    const questions = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? good(`${index}`) : bad(`${index}`)))
    const runs = questions.map((question) => withSignatures(() => [isVerified(question), isVerified(bad("shared"))]))
    expect(await Promise.all(runs)).toEqual(questions.map((_, index) => [index % 2 === 0, false]))
  })
})

describe("outside a run", () => {
  it("nobody answers", async () => {
    expect(() => isVerified(good("a"))).toThrow("within withSignatures")
    await withSignatures(() => isVerified(good("a")))
    expect(() => isVerified(good("a"))).toThrow("within withSignatures")
    await expect(withSignatures(() => demand(bad("a")))).rejects.toThrow("it does not verify")
    expect(() => isVerified(good("a"))).toThrow("within withSignatures")
  })

  it("nobody answers while WebCrypto is asked, nor after a run's own waiting", async () => {
    const run = withSignatures(() => isVerified(good("a")))
    expect(() => isVerified(good("a"))).toThrow("within withSignatures")
    await run
    await expect(withSignatures(() => run.then(() => isVerified(bad("a"))))).rejects.toThrow("within withSignatures")
  })
})

function demand(question: SignatureQuestion): "verified" {
  return isVerified(question) ? "verified" : refuse("signature")
}

function refuse(fault: "signature" | "sct"): never {
  throw new ReleaseError(fault, "it does not verify")
}
