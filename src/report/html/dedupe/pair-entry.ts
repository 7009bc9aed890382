import type { Match } from '../../../store/match.js'
import { classOf, readings, tag } from '../edit-mark.js'
import type { DedupeWords } from '../words/dedupe-words.js'
import { html, documentTextWithSigns, documentText, type Markup } from '../markup.js'
import { nameMarkup, type DocumentName } from './document-name.js'
import { counted, integer, share, shareCut } from '../numerals.js'
import type { PairDetail } from './pair-detail.js'
import type { FoldedRows, RowPiece, ParallelRow } from './parallel.js'
import { isNear, type PairReason } from './informative-pairs.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** All that is kept of a pair that opens: no more text than is shown. */
export interface ShownPair {
  readonly removed: boolean
  /** Whether the keeper is of the reference set: seen before this run. */
  readonly fromReference: boolean
  readonly document: DocumentName
  /** The keeper for which it was removed, or the document to which it is tied. */
  readonly keeper: DocumentName
  /** The document it was compared with, where that is not the keeper. */
  readonly through: DocumentName | null
  readonly match: Pick<
    Match<unknown>,
    'relation' | 'coverage' | 'identity' | 'changed' | 'verified' | 'exact'
  >
  /** Why it was removed or kept, in the language of the page; null where the match carries no decision. */
  readonly reason: string | null
  /** See `doubtOf`. */
  readonly doubt: number | null
  readonly similarity: number
  readonly detail: PairDetail | null
}

/** Line ends after the first at the end of a row: they would show as empty lines. */
const BLANK_LINES = /(?:\r\n?|\n)[\r\n]+$/

/** One pair of the list: what was decided and why. It opens to both texts beside each other. O(rows shown). */
export function pairEntry(
  pair: ShownPair,
  place: number,
  why: PairReason,
  words: Vocabulary,
  terms: DedupeWords,
): Markup {
  const { removed, document, keeper, match, similarity, detail } = pair
  const { relation, coverage, identity, changed, verified } = match
  const near = isNear(pair)
  const reasonShown = why === 'numbers' || why === 'nearRemoved' || why === 'nearKept' ? null : terms.why[why]
  const kind = terms.relation[relation]
  const classes = `${removed ? 'is-removed' : 'is-tied'} r-${relation}${changed.numbers > 0 ? ' numbers' : ''}${near ? ' near' : ''}`
  const same = identity === 1 && changed.numbers === 0 && changed.words === 0
  return html`<li
    class="${classes}"
    id="pair-${place}"
    data-similarity="${similarity}"
    data-numbers="${changed.numbers}"
    data-lost="${detail?.lost ?? 0}"
    data-name="${document.name}"
  >
    <details>
      <summary>
        <span class="verdict"
          ><b class="status">${removed ? terms.removed : terms.tied}</b>
          <span title="${kind.definition}">${kind.name}</span></span
        >
        <span class="names"
          ><span class="a">${nameMarkup(document, terms)}</span> <span class="to" aria-hidden="true">→</span>
          <span class="b"
            >${nameMarkup(keeper, terms)}${pair.fromReference && html` <small class="place">${terms.seenBefore}</small>`}</span
          ></span
        >
        <span class="measures"
          >${terms.inKeeper(shareCut(coverage.a, words))} ·
          ${same ? terms.wordForWord : terms.alike(shareCut(identity, words))}${!verified && html` · ${terms.estimate}`}</span
        >
        <span class="flags"
          >${changed.numbers > 0 && html`<b class="flag warning">${counted(changed.numbers, words.numbersChanged, words)}</b> `}${near && html`<b class="flag">${terms.near}</b> `}${detail !== null && detail.informative.map((edit) => html`<span class="reading ${classOf(edit.class)}" ${tag(detail.languages.a)} dir="auto"><bdi>${edit.before}</bdi>${readings(edit, detail.languages.b)}<bdi>${edit.after}</bdi></span> `)}${reasonShown && html`<span class="why">${reasonShown}</span>`}</span
        >
      </summary>
      <div class="opened">
        <p class="rule">
          <b>${removed ? terms.because : terms.keptBecause}</b> <bdi>${pair.reason ?? terms.ownReason}</bdi>
        </p>
        ${pair.through !== null && html`<p class="rule">${terms.through} ${nameMarkup(pair.through, terms)}.</p>`}
        ${!match.exact && html`<p class="rule warning">${words.inexact}</p>`}
        ${detail === null ? html`<p class="rule">${terms.noText}</p>` : opened(pair, detail, words, terms)}
      </div>
    </details>
  </li> `
}

function opened(pair: ShownPair, detail: PairDetail, words: Vocabulary, terms: DedupeWords): Markup {
  const { parallel, lengths, lost, classes } = detail
  const other = pair.through ?? pair.keeper
  return html`<p class="rule">${lost === 0 ? terms.lostNothing : counted(lost, terms.lost, words)}</p>
    <p class="rule kinds">
      ${classes.length === 0 ? terms.noDifference : classes.map(({ class: editClass, count }) => html`<span class="${classOf(editClass)}"><span class="kind" title="${words.classes[editClass].definition}">${words.classes[editClass].name}</span> ${integer(count, words)}</span> `)}
    </p>
    <table class="parallel">
      <thead>
        <tr>
          ${head('a', pair.removed ? terms.removedSide : terms.tiedSide, pair.document, lengths.a, words, terms)}
          ${head('b', pair.removed ? terms.keeperSide : terms.otherSide, other, lengths.b, words, terms)}
        </tr>
      </thead>
      <tbody>
        ${parallel.rows.map((row) => (row.kind === 'fold' ? foldRow(row, detail, words, terms) : textRow(row, detail, words, terms)))}
      </tbody>
    </table>
    ${parallel.left > 0 && html`<p class="rule">${counted(parallel.left, terms.left, words)}</p>`}`
}

function head(
  key: 'a' | 'b',
  role: string,
  document: DocumentName,
  length: number,
  words: Vocabulary,
  terms: DedupeWords,
): Markup {
  return html`<th scope="col">
    <b class="${key}">${role}</b> ${nameMarkup(document, terms)}
    <small class="place">${counted(length, words.characters, words)}</small>
  </th>`
}

function textRow(row: ParallelRow, detail: PairDetail, words: Vocabulary, terms: DedupeWords): Markup {
  const { languages, passages } = detail
  const starts = row.passage !== undefined && (passages.length > 1 || passages[row.passage].moved)
  const passage = starts ? passages[row.passage!] : null
  return html`${
      passage !== null &&
      html`<tr class="passage-row">
        <td colspan="2">
          <span class="${passage.moved ? 'passage moved' : 'passage'}"
            >${terms.passageOf(row.passage! + 1, share(passage.identity, words), passage.moved)}</span
          >
        </td>
      </tr>`
    }
    <tr class="${row.kind}">
      ${cell('a', row.a, languages.a, words, terms)}${cell('b', row.b, languages.b, words, terms)}
    </tr> `
}

function cell(
  key: 'a' | 'b',
  pieces: readonly RowPiece[],
  language: string,
  words: Vocabulary,
  terms: DedupeWords,
): Markup {
  return html`<td class="${key}">
    <span class="text" dir="auto" ${tag(language)}
      >${pieces.map((piece) => written(key, piece, words, terms))}</span
    >
  </td>`
}

function written(key: 'a' | 'b', piece: RowPiece, words: Vocabulary, terms: DedupeWords): Markup {
  if (piece.left !== undefined)
    return html`<i class="cut" lang="${words.tag}">${counted(piece.left, terms.cut, words)}</i>`
  if (piece.class === undefined) return documentText(piece.text.replace(BLANK_LINES, '\n'))
  const { short, name } = words.classes[piece.class]
  const ends = /[\n\r]$/.test(piece.text) && ' ends'
  const style = `e ${classOf(piece.class)}${piece.text === '' ? ' gap' : ''}`
  const text = documentTextWithSigns(piece.text)
  return key === 'a'
    ? html`<del class="${style}${ends}" data-k="${short}" title="${name}">${text}</del>`
    : html`<ins class="${style}${ends}" data-k="${short}" title="${name}">${text}</ins>`
}

/** Equal rows, folded away. They open too, unless the pair is so long that their text was left out. */
function foldRow(fold: FoldedRows, detail: PairDetail, words: Vocabulary, terms: DedupeWords): Markup {
  const label = counted(fold.length, terms.fold, words)
  return html`<tr class="fold">
    <td colspan="2">
      ${
        fold.rows.length === 0
          ? html`<span class="folded">${label}</span>`
          : html`<details>
              <summary class="folded">${label}</summary>
              <table class="parallel">
                <tbody>
                  ${fold.rows.map((row) => textRow(row, detail, words, terms))}
                </tbody>
              </table>
            </details>`
      }
    </td>
  </tr> `
}
