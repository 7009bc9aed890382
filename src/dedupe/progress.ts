import type { DedupeProgress } from './options.js'
import type { DedupeSettings } from './settings.js'

type OnProgress = DedupeSettings<unknown, string>['onProgress']

/** Reports how far a run has come, and counts the documents that could not be read. */
export class Progress {
  readonly #onProgress: OnProgress
  #skipped = 0

  constructor({ onProgress }: { onProgress: OnProgress }) {
    this.#onProgress = onProgress
  }

  /** The handler, with each of its calls counted as a skipped document. */
  counting<F extends (...failure: never[]) => void>(onError: F): F {
    return ((...failure) => {
      this.#skipped++
      onError(...failure)
    }) as F
  }

  /** Calls `onProgress`. See `DedupeProgress` for the parameters. */
  tell(stage: DedupeProgress['stage'], documents: number, removed: number, bytes: number): void {
    this.#onProgress?.({ stage, documents, removed, skipped: this.#skipped, bytes })
  }
}
