import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** What a command and all processes that it starts cost. */
export interface GroupCost {
  readonly seconds: number
  /** Seconds of processor of all of them. */
  readonly cpu: number
  /** Most megabytes that they held together, each page that some of them share counted once. */
  readonly peak: number
}

/** Clock ticks a second in /proc (USER_HZ of Linux). */
const TICKS = 100
/** Milliseconds between two looks: what a process spends after the last one is not seen, at most this much. */
const LOOK = 500
/** Every so many looks memory is read too: the kernel walks all pages for it. */
const MEMORY_LOOK = 2

/** Ticks of processor by process id, of all processes of a group that live. */
function ticksOf(group: number): Map<string, number> {
  const found = new Map<string, number>()
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name in brackets may have spaces. Behind it: state, parent, group, …, user and system time.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (Number(fields[2]) === group) found.set(pid, Number(fields[11]) + Number(fields[12]))
    } catch {
      // It has ended.
    }
  }
  return found
}

function megabytesOf(pids: Iterable<string>): number {
  let kilobytes = 0
  for (const pid of pids) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      // It has ended.
    }
  }
  return kilobytes / 1024
}

/**
 * Runs a command as the leader of a group of processes and watches the group in /proc, so Linux only.
 *
 * @param limit seconds after which the whole group is ended, and undefined returned; those in which both are paused do not count.
 * @throws what the command wrote to standard error where it ends with another code than 0.
 */
export async function runGroup(
  command: string,
  options: readonly string[],
  { limit, env, cwd }: { limit: number; env?: NodeJS.ProcessEnv; cwd?: string },
): Promise<GroupCost | undefined> {
  const started = performance.now()
  const child = spawn(command, options, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
    cwd,
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-20_000)))
  const group = child.pid!
  const ticks = new Map<string, number>()
  let peak = 0
  let looks = 0
  let late = false
  const watch = setInterval(() => {
    const now = ticksOf(group)
    for (const [pid, spent] of now) ticks.set(pid, Math.max(spent, ticks.get(pid) ?? 0))
    if (looks % MEMORY_LOOK === 0) peak = Math.max(peak, megabytesOf(now.keys()))
    looks++
    if (looks * LOOK > 1000 * limit && !late) {
      late = true
      process.kill(-group, 'SIGKILL')
    }
  }, LOOK)
  const [code] = (await once(child, 'exit')) as [number | null]
  clearInterval(watch)
  const seconds = (performance.now() - started) / 1000
  if (late) return undefined
  if (code !== 0) throw new Error(said)
  const cpu = [...ticks.values()].reduce((sum, spent) => sum + spent, 0) / TICKS
  return { seconds, cpu, peak }
}

/** Bytes of all files below a folder. */
export function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
}
