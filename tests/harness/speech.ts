// Sound that an SFU takes for speech, for the microphones of test browsers: Chromium's own beep is so short that whether
// it counts as speaking is chance.

import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

const RATE = 48_000
const SECONDS = 8
const HEADER_BYTES = 44
/** Of a low voice; with its overtones it glides, as steady sounds are suppressed as noise. */
const PITCH_HZ = 160
const GLIDE_HZ = 40
const SYLLABLES_HZ = 3
const OVERTONES = 8
const VOLUME = 0.3

/** Somebody who never stops: a WAV file until it is disposed of, and what has a browser take it for its microphone. */
export interface Speech extends AsyncDisposable {
  readonly browserArgs: readonly string[]
}

export async function makeSpeech(): Promise<Speech> {
  const folder = await mkdtemp(join(tmpdir(), "wardroom-speech-"))
  const path = join(folder, "speech.wav")
  await writeFile(path, wav())
  return {
    browserArgs: [`--use-file-for-fake-audio-capture=${path}`],
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

function wav(): Uint8Array {
  const samples = Int16Array.from({ length: RATE * SECONDS }, (_, index) => 32_767 * sampleAt(index / RATE))
  const header = Buffer.alloc(HEADER_BYTES)
  header.write("RIFF", 0)
  header.writeUInt32LE(HEADER_BYTES - 8 + samples.byteLength, 4)
  header.write("WAVEfmt ", 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20) // PCM
  header.writeUInt16LE(1, 22) // one channel
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write("data", 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, new Uint8Array(samples.buffer)])
}

/** Between −1 and 1. */
function sampleAt(seconds: number): number {
  const phase = 2 * Math.PI * (PITCH_HZ * seconds - (GLIDE_HZ / (2 * Math.PI)) * Math.cos(2 * Math.PI * seconds))
  const voice = Array.from({ length: OVERTONES }, (_, overtone) => Math.sin((overtone + 1) * phase) / (overtone + 1))
  const loudness = 0.6 + 0.4 * Math.sin(2 * Math.PI * SYLLABLES_HZ * seconds)
  return (VOLUME * loudness * voice.reduce((sum, tone) => sum + tone, 0)) / 2
}
