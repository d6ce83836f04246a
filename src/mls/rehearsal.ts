// A join and its being followed, among two people who do not exist: so that the browser has compiled the code before
// somebody waits for it (measured in Node with the release suite: a first join 130 ms, the next one 40 ms).

import { randomBytes } from "../bytes/bytes.ts"
import { signWith } from "../bytes/statement.ts"
import { GroupSession } from "./group.ts"
import type { SessionOptions } from "./session-options.ts"
import type { SuiteName } from "./suite.ts"

/** Founds a group, joins it, follows the join, forgets it; nothing of it leaves this function. */
export async function rehearseJoin(suite: SuiteName): Promise<void> {
  const options = await makeOptions(suite)
  const { session: founder, groupInfo } = await GroupSession.found(options)
  const identity = await makeIdentity()
  const { session: joiner, commit, epoch } = await GroupSession.join(groupInfo, { ...options, identity, ticket: null })
  await Promise.all([joiner.finalize(epoch), founder.receive(commit)])
  await Promise.all([joiner.close(), founder.close()])
}

async function makeOptions(suite: SuiteName): Promise<SessionOptions> {
  const [host, service, identity] = await Promise.all([makeIdentity(), makeIdentity(), makeIdentity()])
  return {
    suite,
    identity,
    expectation: {
      meeting: "0000000000",
      pskId: randomBytes(32),
      recordDigest: randomBytes(32),
      hostKey: host.publicKey,
      serviceKey: service.publicKey,
      settings: { admission: "open", mayShare: "everyone", mayChat: "everyone" },
    },
    psk: randomBytes(32),
    nameKey: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    profile: { name: "Nobody", lasting: null, releaseDigest: new Uint8Array(32), releaseVersion: "0.0.0" },
    hostSign: null,
  }
}

async function makeIdentity(): Promise<SessionOptions["identity"]> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  return { publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)), sign: signWith(privateKey) }
}
