// How our picture is coded: the person's choice, kept in the extension's own storage. Everybody opens both.

export const VIDEO_CODINGS = ["vp8", "vp9"] as const
export type VideoCoding = (typeof VIDEO_CODINGS)[number]

const KEY = "video-coding"

/** VP8 unless another one was chosen: it costs the least. */
export function readVideoCoding(storage: Pick<Storage, "getItem">): VideoCoding {
  const chosen = storage.getItem(KEY)
  return VIDEO_CODINGS.find((coding) => coding === chosen) ?? "vp8"
}

/** Takes effect with the next meeting. */
export function chooseVideoCoding(storage: Pick<Storage, "setItem">, coding: VideoCoding): void {
  storage.setItem(KEY, coding)
}
