import type { DedupeProgress, Settings } from './options.js'

/** Tells how far a run has come. */
export class Progress {
  readonly #told: Settings<unknown, string>['onProgress']
  #skipped = 0

  constructor({ onProgress }: Pick<Settings<unknown, string>, 'onProgress'>) {
    this.#told = onProgress
  }

  /** Counts what cannot be read on its way to `onError`. */
  counting<F extends (...failure: never[]) => void>(onError: F): F {
    return ((...failure) => {
      this.#skipped++
      onError(...failure)
    }) as F
  }

  tell(stage: DedupeProgress['stage'], documents: number, removed: number, bytes: number): void {
    this.#told?.({ stage, documents, removed, skipped: this.#skipped, bytes })
  }
}
