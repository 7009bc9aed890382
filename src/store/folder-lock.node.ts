import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'

/** The file that says who writes to a folder. */
export const LOCK = 'lock.offprint'
/** Milliseconds after which a holder says again that it lives. */
const BEAT = 5000
/**
 * Milliseconds without a sign of life after which a lock counts as left behind, where nobody can tell whether its process lives:
 * on another machine, or where the file does not name it. Twelve signs are missing by then.
 */
const SILENCE = 12 * BEAT

/** What file systems without links say to one. */
const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EINVAL',
  'EMLINK',
])

/** Who holds a lock. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, in ticks since the machine began; null where the system does not tell. */
  readonly began: string | null
  /** Tells this lock from all others. */
  readonly token: string
}

/** A lock that this process holds. */
export interface FolderLock {
  /** Whether the lock is still there: a process that stood still for long may have lost it. */
  holds(): Promise<boolean>
  /** Gives it back. */
  release(): Promise<void>
}

/**
 * Takes the lock of a folder, for one writer of any process; a lock whose process has died is removed. Returns a sentence about
 * who holds it if it is taken. Two who meet the same lock of a dead process may both believe to have it for a moment, so `holds`
 * is asked before what cannot be undone.
 * @throws whatever the file system throws.
 */
export async function lockFolder(folder: string): Promise<FolderLock | string> {
  const file = path.join(folder, LOCK)
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    began: await beginningOf(process.pid),
    token: randomUUID(),
  }
  // More than one round where others take and release it meanwhile.
  for (let round = 0; round < 5; round++) {
    if (await make(file, JSON.stringify(own))) return held(file, own)
    const content = await readFile(file, 'utf8').catch(() => null)
    if (content === null) continue
    const silent = await silenceOf(file)
    if (silent === null) continue
    const holder = holderOf(content)
    if (await lives(holder, silent)) return taken(file, holder)
    await removeStale(file, content)
  }
  return taken(file, null)
}

function held(file: string, { token }: Holder): FolderLock {
  const holds = async () => holderOf(await readFile(file, 'utf8').catch(() => ''))?.token === token
  const beat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now).catch(() => {})
  }, BEAT)
  beat.unref()
  return {
    holds,
    async release() {
      clearInterval(beat)
      await removeAsides(file)
      if (await holds()) await rm(file, { force: true })
    },
  }
}

/** Makes the file, unless there is one. It has its name only when it is whole, where the file system knows links. */
async function make(file: string, content: string): Promise<boolean> {
  const aside = asideOf(file)
  try {
    await writeFile(aside, content)
    await link(aside, file)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (!NO_LINKS.has(code!)) throw error
    return await makeAtOnce(file, content)
  } finally {
    await rm(aside, { force: true })
  }
}

async function makeAtOnce(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function asideOf(file: string): string {
  return `${file}.${randomUUID()}.partial`
}

/** Removes the lock of a dead process. Another may have done so and taken the lock by now; that one is put back. */
async function removeStale(file: string, content: string): Promise<void> {
  const aside = asideOf(file)
  try {
    await rename(file, aside)
    if ((await readFile(aside, 'utf8')) !== content) await link(aside, file)
  } catch {
    // Somebody else was quicker; the next round sees what is there.
  } finally {
    await rm(aside, { force: true })
  }
}

/** Removes what was left by processes that were killed while they made or removed a lock. */
async function removeAsides(file: string): Promise<void> {
  const folder = path.dirname(file)
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${LOCK}.`)) continue
    const aside = path.join(folder, name)
    if (((await silenceOf(aside)) ?? 0) > SILENCE) await rm(aside, { force: true })
  }
}

/** Milliseconds since a file was touched; null if it has gone. */
async function silenceOf(file: string): Promise<number | null> {
  const stats = await stat(file).catch(() => null)
  return stats && Date.now() - stats.mtimeMs
}

async function lives(holder: Holder | null, silent: number): Promise<boolean> {
  if (holder === null || holder.host !== hostname()) return silent < SILENCE
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  // Another process may have been given the number of a dead one.
  return holder.began === null || holder.began === (await beginningOf(holder.pid))
}

/** When a process began, where /proc tells (proc_pid_stat(5), field 22; the name in field 2 may hold anything). */
async function beginningOf(pid: number): Promise<string | null> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return line?.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

function holderOf(content: string): Holder | null {
  try {
    return JSON.parse(content) as Holder
  } catch {
    return null
  }
}

function taken(file: string, holder: Holder | null): string {
  const who = holder === null ? 'another process' : `process ${holder.pid} of ${holder.host}`
  return `${who} is writing to it and holds ${file}`
}
