// Sits in front of the decoder: counts and keeps what comes from the SFU and, with a member's keys, opens it by the
// extension's own code.

import { fromHex, toHex } from "../../../src/bytes/bytes.ts"
import { clearPrefixLength, codecOf } from "../../../src/media/clear-prefix.ts"
import { FrameCore } from "../../../src/media/frame-core.ts"
import { decodeHeader } from "../../../src/media/header.ts"
import { importBaseKey } from "../../../src/media/keys.ts"
import { decodeKid, type TrackContext } from "../../../src/media/kid.ts"
import type { EncodedFrame, FrameStreams } from "../../../src/media/transform.ts"
import type { TapAnswers, TapEpoch, TapRequest, TapSample, TapTransformOptions } from "./protocol.ts"

interface Counts {
  arrived: number
  opened: number
  readonly epochs: Record<number, { arrived: number; opened: number }>
}

interface Passing {
  readonly epoch: number | null
  readonly sample: { -readonly [K in keyof TapSample]: TapSample[K] } | null
}

const KEPT_SAMPLES = 400

const core = new FrameCore(() => undefined)
const tracks = new Map<string, Counts>()
const samples: TapSample[] = []
const passing = new WeakMap<EncodedFrame, Passing>()

addEventListener("rtctransform", (event) => {
  const { transformer } = event as Event & { transformer: FrameStreams & { options: TapTransformOptions } }
  void attach(transformer, transformer.options)
})

addEventListener("message", (event: MessageEvent<TapRequest>) => {
  const { data } = event
  void answer(data).then((result) => postMessage({ request: data.request, result }))
})

async function attach({ readable, writable }: FrameStreams, options: TapTransformOptions): Promise<void> {
  const { track, context, codec, identityKey } = options
  const counts = tracks.get(track) ?? { arrived: 0, opened: 0, epochs: {} }
  tracks.set(track, counts)
  const arriving = new TransformStream<EncodedFrame, EncodedFrame>({
    transform(frame, controller) {
      handleArrived(counts, frame, context, codec)
      controller.enqueue(frame)
    },
  })
  const opened = new TransformStream<EncodedFrame, EncodedFrame>({
    transform(frame, controller) {
      handleOpened(counts, frame)
      controller.enqueue(frame)
    },
  })
  const tapped = readable.pipeThrough(arriving)
  if (identityKey === null) return tapped.pipeTo(writable)
  void opened.readable.pipeTo(writable)
  const expected = { identityKey: fromHex(identityKey), context, codec }
  await core.attach(
    { readable: tapped, writable: opened.writable },
    { direction: "receive", trackId: track, ...expected },
  )
}

function handleArrived(counts: Counts, frame: EncodedFrame, context: TrackContext, codec: string): void {
  counts.arrived++
  const epoch = epochByteOf(frame, codec)
  if (epoch !== null) (counts.epochs[epoch] ??= { arrived: 0, opened: 0 }).arrived++
  const sample = { context, arrived: toHex(new Uint8Array(frame.data)), opened: null }
  const isKept = samples.length < KEPT_SAMPLES
  if (isKept) samples.push(sample)
  passing.set(frame, { epoch, sample: isKept ? sample : null })
}

function handleOpened(counts: Counts, frame: EncodedFrame): void {
  counts.opened++
  const { epoch, sample } = passing.get(frame) ?? { epoch: null, sample: null }
  const ofEpoch = epoch === null ? undefined : counts.epochs[epoch]
  if (ofEpoch) ofEpoch.opened++
  if (sample) sample.opened = toHex(new Uint8Array(frame.data))
}

/** Null for a frame that is not sealed. */
function epochByteOf(frame: EncodedFrame, codec: string): number | null {
  try {
    const bytes = new Uint8Array(frame.data)
    const prefix = clearPrefixLength(codecOf(frame.getMetadata().mimeType ?? codec), bytes)
    return decodeKid(decodeHeader(bytes, prefix).kid).epochByte
  } catch {
    return null
  }
}

async function answer(request: TapRequest): Promise<TapAnswers[TapRequest["type"]]> {
  switch (request.type) {
    case "install":
      await install(request.epoch)
      return null
    case "counts":
      return Object.fromEntries(tracks)
    case "samples":
      return samples
  }
}

async function install({ groupId, epoch, baseKey, ownLeaf, leaves }: TapEpoch): Promise<void> {
  const { privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]) // seals nothing
  const answered = await core.handle({
    type: "install",
    keys: {
      groupId: fromHex(groupId),
      epoch: BigInt(epoch),
      change: "join",
      baseKey: await importBaseKey(fromHex(baseKey)),
      ownLeaf,
      leaves: leaves.map(({ leaf, identityKey, leafKey }) => ({
        leaf,
        identityKey: fromHex(identityKey),
        leafKey: fromHex(leafKey),
      })),
      signingKey: privateKey,
    },
  })
  if (answered.type === "failed") throw new Error(answered.message)
}
