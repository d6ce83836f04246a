// A machine as a test describes it: which programs there are, and what each answers.

import type { Machine } from "../../../scripts/toolchain/machine.ts"
import { ToolchainError } from "../../../scripts/toolchain/errors.ts"

/** What a program answers to its arguments; throws where it would fail. `install` puts a program on the machine. */
export type Program = (args: readonly string[], install: (path: string, program: Program) => void) => string

export interface Description {
  readonly programs?: Readonly<Record<string, Program>>
  readonly env?: Readonly<Record<string, string>>
  readonly platform?: NodeJS.Platform
  readonly isRoot?: boolean
}

export interface DescribedMachine extends Machine {
  /** Every program run, with its arguments. */
  readonly ran: readonly string[]
}

export function describedMachine(description: Description): DescribedMachine {
  const programs = new Map(Object.entries(description.programs ?? {}))
  const ran: string[] = []
  return {
    ran,
    env: { PATH: "/usr/bin", ...description.env },
    platform: description.platform ?? "linux",
    homeFolder: "/home/ana",
    isRoot: description.isRoot ?? false,
    resolveExecutable: async (path) => (programs.has(path) ? path : null),
    run: async (command, args) => {
      ran.push(`${command} ${args.join(" ")}`)
      const program = programs.get(command)
      if (program === undefined) throw new ToolchainError("command-failed", `${command}: not found`)
      return program(args, (path, installed) => programs.set(path, installed))
    },
    inScratchFolder: (parent, work) => work(`${parent}/tmp-1`),
    move: async (from, to) => {
      const program = programs.get(from)
      if (program === undefined) throw new Error(`${from} does not exist`)
      programs.delete(from)
      programs.set(to, program)
    },
  }
}

export function answers(text: string): Program {
  return () => text
}

export function fails(): never {
  throw new ToolchainError("command-failed", "no network")
}
