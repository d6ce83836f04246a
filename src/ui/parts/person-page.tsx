import { useEffect, useState } from "preact/hooks"
import { type EngineHandle, SELF } from "../../meeting/engine-handle.ts"
import type { Devices } from "../../meeting/snapshot.ts"
import type { Evidence, VerifyOutcome } from "../../people/verdict.ts"
import type { PairwiseCode } from "../../meeting/security.ts"
import type { Person } from "../../meeting/person.ts"
import { personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { PairwiseScan } from "./pairwise-scan.tsx"
import { PersonKnown } from "./person-known.tsx"
import { PersonMarks } from "./person-marks.tsx"
import { QrCode } from "./qr-code.tsx"
import { SidePanel } from "./side-panel.tsx"
import { Button } from "./button.tsx"

export interface PersonPageProps {
  readonly engine: Pick<EngineHandle, "comparing" | "stream" | "setCamera">
  readonly person: Person
  /** Of the own camera. */
  readonly camera: Devices["camera"]
  readonly onClose: () => void
}

/** What you and one other person compare: numbers read aloud, or a code scanned from screen to screen. */
export function PersonPage({ engine, person, camera, onClose }: PersonPageProps) {
  const [code, setCode] = useState<PairwiseCode | "computing" | null>("computing")
  const [outcome, setOutcome] = useState<VerifyOutcome | null>(null)
  const [isScanning, setScanning] = useState(false)
  const name = personName(person)
  const words = en.people.page
  useEffect(() => {
    void engine.comparing?.pairwise(person.id).then(setCode)
  }, [person.id])
  const verify = async (evidence: Evidence) => {
    const found = (await engine.comparing?.verify(person.id, evidence)) ?? "gone"
    setOutcome(found)
    if (found === "match" || found === "differs") setScanning(false)
  }
  return (
    <SidePanel label={words.title(name)} title={words.title(name)} onClose={onClose}>
      <PersonMarks person={person} />
      <PersonKnown person={person} />
      {code === null && <p role="status">{words.gone}</p>}
      {code === "computing" && <p role="status">{words.computing}</p>}
      {code !== null && code !== "computing" && (
        <section class="code-card pairwise" aria-label={words.codeLabel}>
          <p class="soft">{words.aloud(name)}</p>
          <p class="code-digits" data-testid="pairwise-code">
            {code.digits.join(" ")}
          </p>
          <div class="button-row">
            <Button look="primary" onPress={() => void verify({ kind: "by-eye", verdict: "match" })}>
              {words.match}
            </Button>
            <Button onPress={() => void verify({ kind: "by-eye", verdict: "differs" })}>{words.differs}</Button>
          </div>
          <Outcome outcome={outcome} name={name} />
          <p class="soft">{words.show(name)}</p>
          <QrCode text={code.qr} label={words.qrLabel(name)} />
          <PairwiseScan
            name={name}
            camera={camera}
            stream={() => engine.stream(SELF, "camera")}
            isScanning={isScanning}
            onScanning={setScanning}
            onTurnOn={() => engine.setCamera("on")}
            onScanned={(content) => void verify({ kind: "scanned", content })}
          />
        </section>
      )}
    </SidePanel>
  )
}

function Outcome({ outcome, name }: { readonly outcome: VerifyOutcome | null; readonly name: string }) {
  return (
    <p class="pairwise-outcome" role="status" data-outcome={outcome}>
      {outcome && outcomeWords(outcome, name)}
    </p>
  )
}

function outcomeWords(outcome: VerifyOutcome, name: string): string {
  const { outcomes } = en.people.page
  return outcome === "match" || outcome === "differs" ? outcomes[outcome](name) : outcomes[outcome]
}
