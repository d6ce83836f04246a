// What a process and all that came of it have cost, from Linux's /proc.

import { readdir, readFile } from "node:fs/promises"

/** Clock ticks of /proc in a second; the kernel's interface fixes it (USER_HZ). */
const TICKS_PER_SECOND = 100

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: readonly string[]
  readonly cpuSeconds: number
}

/** CPU seconds so far by kind of process, as Chromium names them by `--type`. */
export type CpuByKind = ReadonlyMap<string, number>

/** Of the browser that runs in this profile folder; throws where none does. */
export async function browserCpu(profile: string): Promise<CpuByKind> {
  const all = await readProcesses()
  const root = all.find(
    ({ command }) => command.includes(`--user-data-dir=${profile}`) && kindOf(command) === "browser",
  )
  if (!root) throw new Error("no browser runs in this profile")
  const kinds = new Map<string, number>()
  for (const { command, cpuSeconds } of treeOf(root, all)) {
    const kind = kindOf(command)
    kinds.set(kind, (kinds.get(kind) ?? 0) + cpuSeconds)
  }
  return kinds
}

function treeOf(root: Process, all: readonly Process[]): readonly Process[] {
  return [root, ...all.filter(({ parent }) => parent === root.pid).flatMap((child) => treeOf(child, all))]
}

/** Utilities by what they do, everything else by its type. */
function kindOf(command: readonly string[]): string {
  const flag = (name: string) => command.find((part) => part.startsWith(`--${name}=`))?.slice(name.length + 3)
  const isExtension = command.includes("--extension-process")
  return flag("utility-sub-type") ?? (isExtension ? "extension" : (flag("type") ?? "browser"))
}

async function readProcesses(): Promise<readonly Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name))
  const processes = await Promise.all(pids.map((pid) => readProcess(Number(pid)).catch(() => null))) // ended meanwhile
  return processes.filter((found) => found !== null)
}

// proc_pid_stat(5): the name in parentheses may hold spaces; after it field 3 is the state, 4 the parent, 14 to 17 the
// ticks in user and system mode of the process and of its children that have ended.
async function readProcess(pid: number): Promise<Process> {
  const [stat, commandLine] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile(`/proc/${pid}/cmdline`, "utf8"),
  ])
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  // Chromium's children write their arguments in one piece.
  const command = commandLine.split(/\0| (?=--)/)
  return { pid, parent: Number(fields[1]), command, cpuSeconds: ticks / TICKS_PER_SECOND }
}
