// A throw-away Sigstore: own Fulcio, certificate log, Rekor and timestamps (@sigstore/mock) on a loopback port, for
// development and tests. Its keys are made anew each time and never leave the process.

import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { buffer } from "node:stream/consumers"
import { fulcioHandler, initializeCA, initializeCTLog, initializeTLog, initializeTSA, tsaHandler } from "@sigstore/mock"
import type { SigningServices } from "./signing.ts"
import { createEntryV1, createEntryV2 } from "./test-log.ts"

export interface TestAuthority extends AsyncDisposable {
  /** A trust root in Sigstore's format that believes this authority and nobody else. */
  readonly trustRoot: Buffer
  readonly services: SigningServices
}

export interface TestAuthorityOptions {
  /** What its certificates, log and timestamps say the time is; a moment after its start, if left out. */
  readonly clock?: Date
}

/** Named in checkpoints; nobody is asked there. */
const LOG_HOST = "rekor.wardroom.invalid"

const AHEAD_MS = 5_000

/** Starts an authority; disposing of it ends its server. */
export async function createTestAuthority({
  clock = momentAfter(new Date()),
}: TestAuthorityOptions = {}): Promise<TestAuthority> {
  const keys = { ca: ecKeys(), certificates: ecKeys(), log: ecKeys(), time: ecKeys() }
  const certificateLog = await initializeCTLog(keys.certificates, clock)
  const [ca, log, tsa] = await Promise.all([
    initializeCA(keys.ca, certificateLog, clock),
    initializeTLog(`https://${LOG_HOST}`, keys.log, clock),
    initializeTSA(keys.time, clock),
  ])
  const [fulcio, timestamps] = [fulcioHandler(ca), tsaHandler(tsa)]
  const answers: Readonly<Record<string, (body: Buffer) => Promise<string | Uint8Array>>> = {
    [fulcio.path]: async (body) => contentOf(await fulcio.fn(body.toString())),
    "/api/v1/log/entries": async (body) => JSON.stringify(await createEntryV1(log, body)),
    "/api/v2/log/entries": async (body) => JSON.stringify(await createEntryV2(log, body)),
    [timestamps.path]: async (body) => contentOf(await timestamps.fn(body.toString())),
  }
  const server = createServer((request, response) => void answer(request, response, answers[request.url ?? ""]))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new TypeError("expected a port")
  return {
    trustRoot: trustRootOf({
      authority: [bytesOf(ca.rootCertificate)],
      timestampAuthority: [bytesOf(tsa.intCertificate), bytesOf(tsa.rootCertificate)],
      keys: { certificates: keys.certificates, log: keys.log },
      start: clock,
    }),
    services: { url: `http://127.0.0.1:${address.port}` },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handler?: (body: Buffer) => Promise<string | Uint8Array>,
): Promise<void> {
  try {
    if (handler === undefined) return void response.writeHead(404).end()
    const content = await handler(await buffer(request))
    response.writeHead(201, { "Content-Type": "application/json" }).end(content)
  } catch (error) {
    response.writeHead(400).end(String(error))
  }
}

function contentOf({
  response,
  statusCode,
}: {
  response: string | ArrayBufferView
  statusCode: number
}): string | Buffer {
  if (statusCode >= 300) throw new TypeError(`answer ${statusCode}`)
  return typeof response === "string" ? response : bytesOf(response)
}

interface Trusted {
  readonly authority: readonly Buffer[]
  readonly timestampAuthority: readonly Buffer[]
  readonly keys: Readonly<Record<"certificates" | "log", KeyPairKeyObjectResult>>
  readonly start: Date
}

function trustRootOf({ authority, timestampAuthority, keys, start }: Trusted): Buffer {
  const validFor = { start: `${start.toISOString().slice(0, 19)}Z` }
  const chainOf = (certificates: readonly Buffer[]): unknown => ({
    subject: { organization: "wardroom.invalid", commonName: "test authority" },
    uri: "https://authority.wardroom.invalid",
    certChain: { certificates: certificates.map((one) => ({ rawBytes: one.toString("base64") })) },
    validFor,
  })
  const logOf = (host: string, { publicKey }: KeyPairKeyObjectResult): unknown => {
    const spki = publicKey.export({ type: "spki", format: "der" })
    return {
      baseUrl: `https://${host}`,
      hashAlgorithm: "SHA2_256",
      publicKey: { rawBytes: spki.toString("base64"), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor },
      logId: { keyId: createHash("sha256").update(spki).digest("base64") },
    }
  }
  return Buffer.from(
    JSON.stringify({
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [logOf(LOG_HOST, keys.log)],
      certificateAuthorities: [chainOf(authority)],
      ctlogs: [logOf("certificates.wardroom.invalid", keys.certificates)],
      timestampAuthorities: [chainOf(timestampAuthority)],
    }),
  )
}

/**
 * Whole seconds, as real timestamps have them: of fractions, Sigstore's own library reads those of three digits only.
 * Some seconds ahead, since the mock makes its root certificates by the machine's clock.
 */
function momentAfter(time: Date): Date {
  return new Date(Math.ceil(time.getTime() / 1000) * 1000 + AHEAD_MS)
}

function ecKeys(): KeyPairKeyObjectResult {
  return generateKeyPairSync("ec", { namedCurve: "P-256" })
}

function bytesOf(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}
