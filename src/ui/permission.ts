// The tab's prompt for camera and microphone. The engine captures, but a document without a window cannot prompt.

export interface PermissionAsker {
  /** `navigator.permissions.query` for one device. */
  readonly query: (name: "camera" | "microphone") => Promise<PermissionState>
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>
}

/**
 * Has the browser ask for what is not granted yet, and stops at once what it captured for that.
 *
 * Never rejects: what was denied or is missing the engine learns and says when it captures.
 */
export async function askForDevices({ query, getUserMedia }: PermissionAsker): Promise<void> {
  const [audio, video] = await Promise.all([query("microphone"), query("camera")])
  const wanted = { audio: audio === "prompt", video: video === "prompt" }
  if (!wanted.audio && !wanted.video) return
  const both = await captured(getUserMedia, wanted)
  if (both || !wanted.audio || !wanted.video) return
  // One of the two may be missing, which fails the request for both before anybody was asked.
  await captured(getUserMedia, { audio: true })
  await captured(getUserMedia, { video: true })
}

async function captured(getUserMedia: PermissionAsker["getUserMedia"], wanted: MediaStreamConstraints) {
  try {
    const stream = await getUserMedia(wanted)
    for (const track of stream.getTracks()) track.stop()
    return true
  } catch {
    return false
  }
}
