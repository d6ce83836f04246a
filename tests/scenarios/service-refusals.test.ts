import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { encodeCbor } from "../../src/bytes/cbor.ts"
import { createDigest } from "../../src/delivery/digests.ts"
import type { Identity } from "../../src/delivery/delivery-client.ts"
import { signStatement } from "../../src/bytes/statement.ts"
import { proveToService } from "../../src/password/srp.ts"
import { prepareMeeting } from "../../src/password/link-session.ts"
import { GroupSession } from "../../src/mls/group.ts"
import { RawSocket } from "../harness/raw-socket.ts"
import { Participant } from "../harness/participant.ts"
import {
  Caller,
  closeService,
  createMeeting,
  makeKeys,
  type MadeMeeting,
  openService,
  SETTINGS,
  type TestService,
} from "../harness/service.ts"

const UNKNOWN = "0000000000"
const HELLO = { type: "hello", request: 1, version: 1, meeting: UNKNOWN } as const

// At a commit's end stand signature (64), confirmation tag (32) and membership tag (32), each after its length.
const MEMBERSHIP_TAG_FROM_END = 10
const SIGNATURE_FROM_END = 76

describe("what the service refuses", () => {
  let service: TestService
  let made: MadeMeeting

  beforeAll(async () => {
    service = await openService()
    made = await createMeeting(service)
  })
  afterAll(() => closeService(service))

  it("answers a wrong password and an unknown meeting alike", async () => {
    const answers = await Promise.all(
      [made.prepared.meeting, UNKNOWN].map(async (meeting) => {
        const raw = await RawSocket.open(service.host)
        const challenge = await raw.send({ ...HELLO, meeting }).read()
        if (challenge.type !== "challenge") throw new Error(challenge.type)
        const { A, M1 } = await proveToService(meeting, "wrong", challenge)
        const answer = await raw.send({ type: "prove", request: 2, A, M1 }).read()
        raw.close()
        return { sizes: [challenge.salt.length, challenge.B.length, challenge.nonce.length], answer }
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.answer).toEqual({ type: "error", answers: 2, fault: "not-proven" })
  })

  it("gives an unknown meeting the same salt each time, as if it existed", async () => {
    const [first, second, other] = await Promise.all(
      [UNKNOWN, UNKNOWN, "1111111111"].map((meeting) => new Caller(service.host).client.hello(meeting)),
    )
    expect(first?.salt).toEqual(second?.salt)
    expect(first?.salt).not.toEqual(other?.salt)
    expect(first?.B).not.toEqual(second?.B)
  })

  it.each([
    ["truncated", encodeCbor(HELLO).subarray(0, 20), null],
    ["with trailing bytes", Uint8Array.of(...encodeCbor(HELLO), 0), null],
    ["of an unknown type", encodeCbor({ ...HELLO, type: "hullo" }), 1],
    ["with an unknown field", encodeCbor({ ...HELLO, extra: 1 }), 1],
    ["without a field", encodeCbor({ type: "hello", request: 1, version: 1 }), 1],
    ["that is no map", encodeCbor([1]), null],
    ["that is empty", new Uint8Array(), null],
  ])("names a message %s as malformed and goes on with the socket", async (_, bytes, answers) => {
    const raw = await RawSocket.open(service.host)
    expect(await raw.sendBytes(bytes).read()).toEqual({ type: "error", answers, fault: "malformed" })
    expect(await raw.send(HELLO).read()).toMatchObject({ type: "challenge", answers: 1 })
    raw.close()
  })

  it("names a message over 2 MiB, and ends a socket that sends far more", async () => {
    const raw = await RawSocket.open(service.host)
    const tooLarge = new Uint8Array(2 * 1024 * 1024 + 1)
    expect(await raw.sendBytes(tooLarge).read()).toEqual({ type: "error", answers: null, fault: "too-large" })
    raw.sendBytes(new Uint8Array(3 * 1024 * 1024))
    expect(await raw.closed).toBe(1009)
    expect(await (await RawSocket.open(service.host)).send(HELLO).read()).toMatchObject({ type: "challenge" })
  })

  it("ends a socket that sends text", async () => {
    const raw = await RawSocket.open(service.host)
    raw.socket.send("hello")
    expect(await raw.read()).toEqual({ type: "error", answers: null, fault: "malformed" })
    expect(await raw.closed).toBe(1008)
  })

  it("refuses another version and requests out of order", async () => {
    const raw = await RawSocket.open(service.host)
    expect(await raw.send({ ...HELLO, version: 2 }).read()).toMatchObject({ fault: "version" })
    const proof = { A: randomBytes(256), M1: randomBytes(64) }
    const signature = randomBytes(64)
    const identityKey = randomBytes(32)
    const early = [
      { type: "prove", request: 3, ...proof },
      { type: "enter", request: 3, identityKey, session: signature, hostProof: null, ticket: null },
      { type: "found", request: 3, groupInfo: Uint8Array.of(1) },
      { type: "commit", request: 3, commit: Uint8Array.of(1) },
      { type: "resume", request: 3, identityKey, epoch: 0n, signature },
      { type: "ask", request: 3, identityKey, sealedName: Uint8Array.of(1), signature },
    ]
    for (const message of early) expect(await raw.send(message).read()).toMatchObject({ fault: "out-of-order" })
    const members = [
      { type: "leave", request: 4, leafKey: identityKey, signature },
      { type: "admit", request: 4, identityKey, ticket: Uint8Array.of(1) },
      { type: "deny", request: 4, identityKey },
    ]
    for (const message of members) expect(await raw.send(message).read()).toMatchObject({ fault: "not-a-member" })
    raw.close()
  })

  it("takes a creation once: not replayed on its socket, not on another, not for a taken id", async () => {
    const hostKeys = await makeKeys()
    const { publicKey: hostKey, privateKey: hostPrivateKey, sign } = hostKeys
    const options = { name: "", settings: SETTINGS, passphrase: null, hostKey, hostPrivateKey }
    const prepared = await prepareMeeting(options)
    const { meeting, salt, verifier, sealedRecord } = prepared
    const raw = await RawSocket.open(service.host)
    const challenge = await raw.send({ ...HELLO, meeting }).read()
    if (challenge.type !== "challenge") throw new Error(challenge.type)
    const statement = { host: service.host, meeting, nonce: challenge.nonce, digest: await createDigest(prepared) }
    const signature = await signStatement(sign, "create", statement)
    const create = { type: "create", request: 2, salt, verifier, hostKey, sealedRecord, signature }
    expect(await raw.send(create).read()).toEqual({ type: "done", answers: 2 })
    expect(await raw.send(create).read()).toMatchObject({ fault: "out-of-order" })
    await raw.send({ ...HELLO, meeting }).read()
    expect(await raw.send(create).read()).toMatchObject({ fault: "bad-signature" })
    raw.close()
    const again = new Caller(service.host).client
    await again.hello(meeting)
    await expect(again.create(prepared, sign)).rejects.toMatchObject({ fault: "meeting-exists" })
  })

  it("lets the host key alone change, rotate and delete a meeting", async () => {
    const { prepared, hostKeys } = await createMeeting(service)
    const other = await makeKeys()
    const { client } = new Caller(service.host)
    await client.hello(prepared.meeting)
    await expect(client.change({ change: "delete" }, other.sign)).rejects.toMatchObject({ fault: "bad-signature" })
    await client.hello(UNKNOWN)
    await expect(client.change({ change: "delete" }, other.sign)).rejects.toMatchObject({ fault: "bad-signature" })
    await client.hello(prepared.meeting)
    await client.change({ change: "settings", sealedRecord: prepared.sealedRecord }, hostKeys.sign)
    await client.hello(prepared.meeting)
    await client.change({ change: "rotate", meeting: "2222222222", kept: prepared }, hostKeys.sign)
    await client.hello("2222222222")
    await client.change({ change: "delete" }, hostKeys.sign)
    const { salt } = await client.hello("2222222222")
    expect(salt).not.toEqual(prepared.salt)
  })

  it("takes a session signed by the identity that enters, and no other", async () => {
    const alice = new Participant(service, made, await makeKeys())
    await alice.prove()
    const other = await makeKeys()
    const forged = { publicKey: alice.identity.publicKey, sign: other.sign }
    await expect(alice.client.enter(forged, () => {})).rejects.toMatchObject({ fault: "bad-signature" })
    expect(await alice.enter()).toMatchObject({ type: "may-found" })
    alice.client.close()
  })

  it("founds only the meeting's own new group, and only one", async () => {
    const { prepared, hostKeys } = await createMeeting(service)
    const alice = new Participant(service, { prepared, hostKeys }, await makeKeys())
    const { options } = await alice.prove()
    const reply = await alice.enter()
    await expect(alice.client.found(randomBytes(100))).rejects.toMatchObject({ fault: "group-malformed" })
    const expectation = { ...options.expectation, meeting: UNKNOWN }
    const foreign = await GroupSession.found({ ...options, expectation })
    await expect(alice.client.found(foreign.groupInfo)).rejects.toMatchObject({ fault: "group-malformed" })
    await alice.comeIn(options, reply)
    const bob = new Participant(service, { prepared, hostKeys }, await makeKeys())
    await bob.join()
    expect(bob.session.epochState.epoch).toBe(1n)
  })

  it("refuses a forged commit and another's group info, and the group goes on", async () => {
    const { prepared, hostKeys } = await createMeeting(service)
    const alice = new Participant(service, { prepared, hostKeys }, await makeKeys())
    const bob = new Participant(service, { prepared, hostKeys }, await makeKeys())
    await alice.join()
    await bob.join()
    await alice.caller.heard("joined")
    await alice.settled()
    const healing = await bob.session.heal()
    const forged = flipped(healing.commit, SIGNATURE_FROM_END)
    expect(await bob.client.commit(forged, () => {})).toMatchObject({ type: "refused", fault: "bad-signature" })
    expect(await alice.client.commit(healing.commit, () => {})).toMatchObject({
      type: "refused",
      fault: "other-author",
    })
    await expect(bob.client.commit(randomBytes(200), () => {})).rejects.toMatchObject({ fault: "malformed" })
    await expect(alice.client.groupInfo(1n, healing.groupInfo)).rejects.toMatchObject({ fault: "group-malformed" })
    await expect(alice.client.groupInfo(7n, healing.groupInfo)).rejects.toMatchObject({ fault: "group-malformed" })
    expect(await bob.commit(healing)).toMatchObject({ outcome: "final", epoch: 2n })
    await alice.caller.heard("final", 1)
  })

  it("takes back a commit that its members refuse, ends its author's socket, and goes on", async () => {
    const { prepared, hostKeys } = await createMeeting(service)
    const alice = new Participant(service, { prepared, hostKeys }, await makeKeys())
    const bob = new Participant(service, { prepared, hostKeys }, await makeKeys())
    await alice.join()
    await bob.join()
    await alice.caller.heard("joined")
    await alice.settled()
    // The membership tag is the part of a commit that the service cannot check.
    const poisoned = flipped((await bob.session.heal()).commit, MEMBERSHIP_TAG_FROM_END)
    expect(await bob.client.commit(poisoned, () => {})).toMatchObject({
      type: "outcome",
      outcome: "restored",
      epoch: 1n,
    })
    expect(await bob.caller.ended).toMatchObject({ fault: "refused-by-members" })
    expect(await alice.caller.heard("restored")).toMatchObject({ epoch: 1n, author: bob.identity.publicKey })
    expect(await alice.commit(await alice.session.heal())).toMatchObject({ outcome: "final", epoch: 2n })
  })

  it("lets nobody say that another left", async () => {
    const { prepared, hostKeys } = await createMeeting(service)
    const alice = new Participant(service, { prepared, hostKeys }, await makeKeys())
    const bob = new Participant(service, { prepared, hostKeys }, await makeKeys())
    await alice.join()
    await bob.join()
    const { leafKey, signature } = await bob.session.signLeave()
    await expect(alice.client.leave(leafKey, signature)).rejects.toMatchObject({ fault: "not-a-member" })
    await expect(bob.client.leave(leafKey, randomBytes(64))).rejects.toMatchObject({ fault: "bad-signature" })
    await bob.client.leave(leafKey, signature)
    expect(await alice.caller.heard("left")).toMatchObject({ leafKey })
  })

  it("resumes no unknown group, nobody without the identity key, nothing older than the log", async () => {
    const { prepared, hostKeys } = await createMeeting(service)
    const alice = new Participant(service, { prepared, hostKeys }, await makeKeys())
    await alice.join()
    const { groupId } = alice.session.epochState
    const { client } = new Caller(service.host)
    const forged = { publicKey: alice.identity.publicKey, sign: (await makeKeys()).sign }
    const resume = (id: Uint8Array, identity: Identity, epoch: bigint) => client.resume(id, identity, epoch, noEvidence)
    await expect(resume(randomBytes(32), alice.identity, 0n)).rejects.toMatchObject({ fault: "unknown-group" })
    await expect(resume(groupId, forged, 0n)).rejects.toMatchObject({ fault: "bad-signature" })
    await expect(resume(groupId, alice.identity, 99n)).rejects.toMatchObject({ fault: "log-too-old" })
    expect(await resume(groupId, alice.identity, 0n)).toMatchObject({ from: 1, upTo: 1 })
    expect(await alice.caller.ended).toMatchObject({ fault: "replaced" })
  })
})

const noEvidence = () => Promise.reject(new Error("nothing was lost"))

function flipped(bytes: Uint8Array, fromEnd: number): Uint8Array {
  return bytes.map((byte, index) => (index === bytes.length - fromEnd ? byte ^ 1 : byte))
}
