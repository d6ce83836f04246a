// CPU time of a process to the nanosecond, where /proc/<pid>/stat knows 10 ms only: the sum over its threads.

import { readdir, readFile } from "node:fs/promises"

/** In microseconds so far, of all threads that still run (Linux, proc(5): `schedstat`). */
export async function threadCpu(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(tasks.map((task) => readThread(`/proc/${pid}/task/${task}/schedstat`)))
  return times.reduce((sum, time) => sum + time, 0)
}

async function readThread(path: string): Promise<number> {
  const text = await readFile(path, "utf8").catch(() => "0") // ended meanwhile
  return Number(text.split(" ")[0]) / 1000
}
