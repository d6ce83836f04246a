import { useState } from "preact/hooks"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Disclosure } from "./disclosure.tsx"

export interface CopyBlockProps {
  readonly summary: string
  readonly text: string
}

/** Lines for whoever helps: one click deeper, copied on request only. */
export function CopyBlock({ summary, text }: CopyBlockProps) {
  const [copied, setCopied] = useState<string | null>(null)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(text)
  }
  return (
    <div class="copy-block">
      <Disclosure summary={summary}>
        <pre data-testid="detail">{text}</pre>
        <Button icon={copied === text ? "check" : "copy"} onPress={() => void copy()}>
          {copied === text ? en.common.copied : en.about.detail.copy}
        </Button>
      </Disclosure>
    </div>
  )
}
