import { useLayoutEffect, useRef } from "preact/hooks"
import type { ChatMessage, SayOutcome } from "../../meeting/said.ts"
import { en } from "../strings/en.ts"
import { clockTime } from "../time.ts"
import { ChatEntry } from "./chat-entry.tsx"
import { memo } from "./memo.tsx"
import { SidePanel } from "./side-panel.tsx"

export interface ChatPanelProps {
  readonly messages: readonly ChatMessage[]
  readonly mayWrite: boolean
  readonly onSay: (text: string) => SayOutcome
  readonly onClose: () => void
}

/** What was written while you were in, and the place to write. */
export function ChatPanel({ messages, mayWrite, onSay, onClose }: ChatPanelProps) {
  const list = useRef<HTMLDivElement>(null)
  const newest = messages.at(-1)?.id
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight
  }, [newest])
  return (
    <SidePanel label={en.chat.title} title={en.chat.title} onClose={onClose}>
      {messages.length === 0 ? (
        <p class="soft chat-empty">{en.chat.empty}</p>
      ) : (
        <div class="chat-messages" ref={list} role="log" aria-label={en.chat.messages} tabIndex={0}>
          <ul>
            {messages.map((message) => (
              <Message key={message.id} message={message} />
            ))}
          </ul>
        </div>
      )}
      {mayWrite ? <ChatEntry onSay={onSay} /> : <p class="soft">{en.chat.hostsOnly}</p>}
    </SidePanel>
  )
}

const Message = memo(({ message: { name, at, text, isYours, reached } }: { readonly message: ChatMessage }) => {
  const trouble = reached === null ? "" : en.chat.reached[reached]
  return (
    <li class="chat-message" data-yours={isYours}>
      <p class="small">
        <span class="name">{isYours ? en.chat.you : (name ?? en.common.unnamedPerson)}</span>{" "}
        <time class="soft" dateTime={new Date(at).toISOString()}>
          {clockTime(at)}
        </time>
      </p>
      <p class="text" dir="auto">
        {text}
      </p>
      {trouble !== "" && <p class={reached === "sending" ? "soft small" : "field-error small"}>{trouble}</p>}
    </li>
  )
})
