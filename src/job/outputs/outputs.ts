import type { Io } from '../io.js'
import { partialName, type CheckedOutput, type CheckedOutputs } from './check.js'
import { FileOutput } from './file-output.js'
import { FolderOutput } from './folder-output.js'
import type { Output } from './output.js'
import { StreamOutput } from './stream-output.js'

/** The outputs of one run: opened together, and committed or abandoned together. */
export class Outputs {
  /** Standard output; open in every run. */
  readonly stdout: StreamOutput
  readonly #checked: CheckedOutputs
  /** By the option that names them. */
  readonly #files = new Map<string, FileOutput>()
  readonly #folders = new Map<string, FolderOutput>()

  private constructor(stdout: StreamOutput, checked: CheckedOutputs) {
    this.stdout = stdout
    this.#checked = checked
  }

  /** Opens the outputs, which `checkOutputs` has found possible. Where one fails, none stays behind. */
  static async open(checked: CheckedOutputs, io: Pick<Io, 'stdout'>): Promise<Outputs> {
    const outputs = new Outputs(new StreamOutput(io.stdout), checked)
    try {
      for (const file of checked.files) outputs.#files.set(file.option, await FileOutput.open(file))
      for (const folder of checked.folders) {
        outputs.#folders.set(folder.option, await FolderOutput.open(folder))
      }
    } catch (error) {
      await outputs.abandon(false)
      throw error
    }
    return outputs
  }

  /** Where the lines of an option go; undefined where the option was not given, or names a folder. */
  of(option: string): Output | undefined {
    return option === this.#checked.stdoutOption ? this.stdout : this.#files.get(option)
  }

  /** The folder an option names; undefined where it was not given, or names a file. */
  folder(option: string): FolderOutput | undefined {
    return this.#folders.get(option)
  }

  /** Whether an option sends its output to standard output, so that nothing else may be written there. */
  get stdoutTaken(): boolean {
    return this.#checked.stdoutOption !== undefined
  }

  /** Whether standard output has lost its reader and nothing else is being written, so that more work serves nobody. */
  get unread(): boolean {
    return this.stdout.closed && this.#files.size === 0 && this.#folders.size === 0
  }

  /** All is written: every output takes its name. */
  async commit(): Promise<void> {
    for (const output of this.#all()) await output.commit()
  }

  /**
   * The run failed. `keep` leaves the complete lines written so far under `.partial` names.
   * @returns the names that stay, as people gave them.
   */
  async abandon(keep: boolean): Promise<string[]> {
    for (const output of this.#all()) await output.abandon(keep)
    if (!keep) return []
    const { files, folders } = this.#checked
    const left = (output: CheckedOutput) => !output.isDevice
    return [...files, ...folders].filter(left).map(({ path }) => partialName(path))
  }

  #all(): (FileOutput | FolderOutput | StreamOutput)[] {
    return [...this.#folders.values(), ...this.#files.values(), this.stdout]
  }
}
