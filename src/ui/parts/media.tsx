import { useEffect, useRef } from "preact/hooks"

/** Somebody's picture; its sound is played apart. */
export function Picture({ stream, mirrored = false }: { readonly stream: MediaStream; readonly mirrored?: boolean }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
  }, [stream])
  return <video ref={video} class="picture" data-mirrored={mirrored} autoplay playsInline muted />
}

export interface SoundProps {
  readonly stream: MediaStream
  /** The browser holds sound back until somebody clicks. */
  readonly onBlocked: () => void
}

/** Somebody's sound, played by the tab, so that muting the tab works. */
export function Sound({ stream, onBlocked }: SoundProps) {
  const audio = useRef<HTMLAudioElement>(null)
  useEffect(() => {
    const element = audio.current
    if (!element) return
    element.srcObject = stream
    element.play().catch((reason: unknown) => {
      if (reason instanceof DOMException && reason.name === "NotAllowedError") onBlocked()
    })
  }, [stream])
  return <audio ref={audio} />
}
