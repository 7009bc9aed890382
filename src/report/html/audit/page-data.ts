/** What the page script reads beside the markup: offsets of passages and edits, and the sentences it shows. */
export interface PageData {
  /** Length of both texts, in UTF-16 units. */
  readonly lengths: readonly [a: number, b: number]
  /** Four numbers per passage: from and to in A, from and to in B; ascending in A. */
  readonly passages: readonly number[]
  /** Two numbers per edit: where it begins in A and in B. */
  readonly edits: readonly number[]
  /** Where the bars of the strip begin, and the units of the picture that one UTF-16 unit takes. */
  readonly strip: { readonly a: number; readonly b: number; readonly scale: number }
  readonly words: {
    readonly announce: string
    readonly position: string
    readonly none: string
  }
}
