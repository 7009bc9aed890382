import type { Comparison } from '../compare/compare.js'
import { compareRelated } from '../compare/compare.js'
import { fold } from '../text/fold.js'
import type { Relate } from '../compare/relation.js'
import type { Answer, Listener, Threads } from './job.js'
import { lookAt, type Look } from './look.js'
import { unpackLooks } from './packed-looks.js'
import { indexSettings } from './settings.js'

/** Work handed to a thread at a time, in characters looked at: two or three milliseconds. */
const JOB = 2 ** 15
/** Aligning takes so many times longer than looking, for each character. */
const PAIR_WEIGHT = 3
/** Jobs a thread is given in advance, so that it does not wait for the next one. */
const IN_ADVANCE = 2
/** Texts expected before threads are started, in characters: a second of work. Less is done sooner than they would help. */
const WORTHWHILE = 2 ** 19
/** Candidates of a text that are compared in advance, best evidence first; of most the first is the one they go for. */
const MOST_PAIRS = 4

const WAITING = 0
const SENT = 1
const DONE = 2
/** Taken back: whoever asks does it. */
const LEFT = 3

interface LookTask {
  readonly pair: false
  readonly text: string
  readonly owner: Expected
  readonly weight: number
  state: number
}

interface PairTask {
  readonly pair: true
  readonly a: string
  readonly b: string
  readonly owner: Expected
  readonly weight: number
  state: number
  comparison: Comparison | null
}

type Task = LookTask | PairTask

/** A text that will be asked about. */
interface Expected {
  readonly text: string
  /** How often it is expected. */
  times: number
  looks: LookTask | null
  /** The thread that looked at it, and still has it folded. */
  thread: number
  look: Look | null
  readonly pairs: Map<string, PairTask>
}

export interface AheadOptions {
  readonly relate: Relate
  readonly edits: boolean
  readonly threads: (listener: Listener) => Threads
  /** Characters expected before threads are started. */
  readonly worthwhile?: number
}

/**
 * Does what an index will ask for before it asks: looks at texts to come, and compares them with what a search finds by
 * then. Both depend on texts alone, so nothing depends on what was done in advance, or where; what was not, or in vain, costs
 * time. The thread that asks does itself what no other has begun.
 */
export class Ahead {
  readonly #relate: Relate
  readonly #edits: boolean
  readonly #make: (listener: Listener) => Threads
  readonly #keeping = indexSettings({}).keeping
  #threads: Threads | null = null
  /** What each thread has to answer, in order; null for one that has ended. */
  #sent: (Task[][] | null)[] = []
  readonly #expected = new Map<string, Expected>()
  readonly #lookTasks = new Tasks<LookTask>()
  readonly #pairTasks = new Tasks<PairTask>()
  readonly #predictors: ((look: Look, most: number) => string[])[] = []
  #until: number

  constructor({ relate, edits, threads, worthwhile = WORTHWHILE }: AheadOptions) {
    this.#relate = relate
    this.#edits = edits
    this.#make = threads
    this.#until = worthwhile
  }

  /** Whether it pays to tell it what comes: there are threads, and enough to do. */
  get started(): boolean {
    return this.#sent.some((jobs) => jobs !== null)
  }

  /** A search for texts that one may be compared with, which has to be free of effects. */
  predictBy(predictor: (look: Look, most: number) => string[]): void {
    this.#predictors.push(predictor)
  }

  /** A text that will be looked at, and compared with what is found. */
  expect(text: string): void {
    if (!this.#counts(text)) return
    const expected = this.#entry(text)
    if (expected.looks !== null) return
    expected.looks = { pair: false, text, owner: expected, weight: text.length, state: WAITING }
    this.#lookTasks.push(expected.looks)
  }

  /** A text that will be compared with these. */
  expectPairs(text: string, others: readonly string[]): void {
    if (this.#counts(text)) this.#pair(this.#entry(text), others)
  }

  /** Resolves once nothing is done elsewhere for this text; what has not begun is left to who asks. */
  async settle(text: string): Promise<void> {
    const expected = this.#expected.get(text)
    if (expected === undefined || this.#threads === null) return
    this.#threads.poll()
    this.#hand()
    for (;;) {
      if (expected.looks?.state === WAITING) this.#lookTasks.leave(expected.looks)
      let busy = expected.looks?.state === SENT
      for (const task of expected.pairs.values()) {
        if (task.state === WAITING) this.#pairTasks.leave(task)
        if (task.state === SENT) busy = true
      }
      if (!busy) return
      if (!this.#doOne()) await this.#threads.wait()
      this.#threads.poll()
      this.#hand()
    }
  }

  /** A text was asked about: what was done for it is forgotten. */
  forget(text: string): void {
    const expected = this.#expected.get(text)
    if (expected !== undefined && --expected.times === 0) this.#expected.delete(text)
  }

  /** What `lookAt` gives in the default mode. */
  look(text: string): Look {
    const look = this.#expected.get(text)?.look
    if (look === null || look === undefined) return lookAt(text, this.#keeping)
    const { crowded } = look
    crowded.bands = crowded.grams = crowded.sampled = null
    return look
  }

  /** What `compareRelated` gives for two texts, if it was asked for in advance. */
  comparison(a: string, b: string, edits: boolean): Comparison | null | undefined {
    if (edits !== this.#edits) return undefined
    const task = this.#expected.get(a)?.pairs.get(b)
    return task?.state === DONE ? task.comparison : undefined
  }

  /** Lets whatever waits have its turn. */
  async breathe(): Promise<void> {
    await this.#threads?.breathe()
  }

  /** Stops the threads. */
  async close(): Promise<void> {
    const threads = this.#threads
    this.#threads = null
    this.#sent = []
    this.#expected.clear()
    await threads?.close()
  }

  /** Whether the threads run, which begins with enough to do. */
  #counts(text: string): boolean {
    if (this.#threads === null && this.#until >= 0) {
      this.#until -= text.length
      if (this.#until >= 0) return false
      this.#start()
    }
    return this.started
  }

  #start(): void {
    const listener: Listener = {
      answered: (thread, answer) => this.#answered(thread, answer),
      ended: (thread) => this.#ended(thread),
    }
    const threads = this.#make(listener)
    this.#threads = threads
    this.#sent = Array.from({ length: threads.count }, () => [])
  }

  #entry(text: string): Expected {
    let expected = this.#expected.get(text)
    if (expected === undefined) {
      expected = { text, times: 0, looks: null, thread: -1, look: null, pairs: new Map() }
      this.#expected.set(text, expected)
    }
    expected.times++
    return expected
  }

  #pair(owner: Expected, others: readonly string[]): void {
    for (const b of others) {
      if (owner.pairs.has(b)) continue
      const weight = PAIR_WEIGHT * (owner.text.length + b.length)
      const task: PairTask = { pair: true, a: owner.text, b, owner, weight, state: WAITING, comparison: null }
      owner.pairs.set(b, task)
      this.#pairTasks.push(task)
    }
  }

  /** Gives threads that have little to do what is nearest: pairs belong to texts whose turn comes sooner. */
  #hand(): void {
    for (let thread = 0; thread < this.#sent.length; thread++) {
      for (;;) {
        // Asked for each time: a thread may end when it is given a job.
        const jobs = this.#sent[thread]
        if (jobs === null || jobs.length >= IN_ADVANCE) break
        // Whoever has something to do can wait until there is a whole job.
        if (this.#pairTasks.weight + this.#lookTasks.weight < (jobs.length === 0 ? 1 : JOB)) break
        const tasks: Task[] = []
        const looks: string[] = []
        const pairs: string[] = []
        for (let weight = 0; weight < JOB;) {
          const task = this.#pairTasks.take(thread) ?? this.#lookTasks.take(thread)
          if (task === undefined) break
          tasks.push(task)
          weight += task.weight
          if (task.pair) pairs.push(task.a, task.b)
          else {
            looks.push(task.text)
            task.owner.thread = thread
          }
        }
        if (tasks.length === 0) break
        jobs.push(tasks)
        this.#threads!.post(thread, { looks, pairs, relate: this.#relate, edits: this.#edits })
      }
    }
  }

  /** Does one task here, rather than wait. */
  #doOne(): boolean {
    const task = this.#pairTasks.take(null) ?? this.#lookTasks.take(null)
    if (task === undefined) return false
    if (task.pair) {
      const a = task.owner.look?.folded ?? fold(task.a)
      const b = task.b === task.a ? a : fold(task.b)
      this.#compared(task, compareRelated(a, b, this.#relate, this.#edits))
    } else this.#looked(task, lookAt(task.text, this.#keeping))
    return true
  }

  #answered(thread: number, { looks, comparisons }: Answer): void {
    const tasks = this.#sent[thread]?.shift()
    if (tasks === undefined) return
    const { slots, banding } = this.#keeping
    const looked = tasks.filter((task) => !task.pair)
    const sources = looked.map(({ text }) => text)
    unpackLooks(looks, sources, slots, banding.bands).forEach((look, i) => this.#looked(looked[i], look))
    tasks.filter((task) => task.pair).forEach((task, i) => this.#compared(task, comparisons[i]))
  }

  /** What a thread that has ended did not answer is left to who asks. */
  #ended(thread: number): void {
    for (const task of this.#sent[thread]?.flat() ?? []) task.state = LEFT
    this.#sent[thread] = null
  }

  #looked(task: LookTask, look: Look): void {
    task.state = DONE
    const { owner } = task
    owner.look = look
    if (owner.times === 0) return
    for (const predict of this.#predictors) this.#pair(owner, predict(look, MOST_PAIRS))
  }

  #compared(task: PairTask, comparison: Comparison | null): void {
    task.state = DONE
    task.comparison = comparison
  }
}

/** How far down the queue a thread looks for what it has folded already. */
const NEAR = 16

/** Tasks that wait, in order. */
class Tasks<T extends Task> {
  #queue: T[] = []
  #first = 0
  /** Of all that wait. */
  weight = 0

  push(task: T): void {
    this.#queue.push(task)
    this.weight += task.weight
  }

  /** Leaves a task to who asks. */
  leave(task: T): void {
    task.state = LEFT
    this.weight -= task.weight
  }

  /** The next task, for a thread one of its own if there is one near; from now on it counts as sent. */
  take(thread: number | null): T | undefined {
    const queue = this.#queue
    while (this.#first < queue.length && queue[this.#first].state !== WAITING) this.#first++
    if (this.#first === queue.length) {
      this.#queue = []
      this.#first = 0
      return undefined
    }
    let taken = queue[this.#first]
    const end = thread === null ? 0 : Math.min(queue.length, this.#first + NEAR)
    for (let i = this.#first; i < end; i++) {
      if (queue[i].state !== WAITING || queue[i].owner.thread !== thread) continue
      taken = queue[i]
      break
    }
    taken.state = SENT
    this.weight -= taken.weight
    return taken
  }
}
