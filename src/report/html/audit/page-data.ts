/** What the page script reads besides the markup: where things are, as offsets, and the words it says. */
export interface PageData {
  /** Length of both texts, in UTF-16 units. */
  readonly lengths: readonly [a: number, b: number]
  /** Four numbers a passage: from and to in A, from and to in B; ascending in A. */
  readonly passages: readonly number[]
  /** Two numbers an edit: where it begins in A and in B. */
  readonly edits: readonly number[]
  /** Where the bars of the strip begin, and how many of its units one UTF-16 unit takes. */
  readonly strip: { readonly a: number; readonly b: number; readonly scale: number }
  readonly words: {
    readonly announce: string
    readonly position: string
    readonly none: string
  }
}
