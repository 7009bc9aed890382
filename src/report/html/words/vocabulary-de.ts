import type { Vocabulary } from './vocabulary.js'

const counted = (singular: string, plural: string) => (count: string, one: boolean) =>
  `${count} ${one ? singular : plural}`

/** The words of a page in German. */
export const GERMAN: Vocabulary = {
  tag: 'de',
  decimal: ',',
  group: '.',
  percentGap: '\u202f',

  report: 'Prüfung zweier Fassungen',
  index: 'Prüfung vieler Paare',
  identical: 'A und B sind gleich',
  relations: {
    duplicate: 'A und B sind Dubletten',
    contains: 'A enthält B',
    contained: 'A ist in B enthalten',
    overlaps: 'A und B überschneiden sich',
    unrelated: 'A und B sind nicht verwandt',
  },
  relationWords: {
    duplicate: 'Dubletten',
    contains: 'A enthält B',
    contained: 'A in B',
    overlaps: 'Überschneidung',
    unrelated: 'nicht verwandt',
  },
  inexact: 'Ein Budget hat den Vergleich abgebrochen: Es kann mehr gemeinsam sein, als hier steht.',
  numbersChanged: (count, one) => (one ? `${count} Zahl weicht ab` : `${count} Zahlen weichen ab`),

  characters: counted('Zeichen', 'Zeichen'),
  lines: counted('Zeile', 'Zeilen'),
  editsCounted: counted('Abweichung', 'Abweichungen'),
  passagesCounted: counted('Passage', 'Passagen'),
  pairsCounted: counted('Paar', 'Paare'),
  insideOther: (share, other) => `${share} davon stehen in ${other}`,

  figures: {
    identity: 'Identität',
    cer: 'CER',
    wer: 'WER',
    cerLong: 'Zeichenfehlerrate',
    werLong: 'Wortfehlerrate',
    inPassages: 'innerhalb der Passagen',
    of: { 'whole texts': 'der ganzen Texte', 'the part in common': 'des gemeinsamen Teils' },
  },

  strip: 'Wo die Passagen stehen',
  stripHint:
    'Beide Texte in einem Maßstab; ein Band verbindet Gemeinsames, ein Strich ist eine Abweichung. Ein Klick führt dorthin.',
  passage: (number, identity, moved) =>
    `Passage ${number}, Identität ${identity}${moved ? ', verschoben' : ''}`,
  passageMark: (number, moved) => `Passage ${number}${moved ? ', verschoben' : ''}`,
  texts: 'Die beiden Texte',
  textOf: (side, name) => `Text ${side}: ${name}`,
  show: 'Abweichungen dieser Klassen zeigen',
  labels: 'Kürzel an den Abweichungen',
  linked: 'Gemeinsam blättern',

  edits: 'Apparat',
  editsHint: 'Jede Abweichung, von A nach B gelesen. Ihre Nummer führt zur Stelle in den Texten.',
  noEdits: 'Keine Abweichung im Gemeinsamen.',
  moreWithScript: (count, one) =>
    `und ${count} weitere Abweichung${one ? '' : 'en'}, in den Texten unterstrichen; mit Skripten stehen sie auch in dieser Liste.`,
  nothingShown: 'Keine Abweichung der gewählten Klassen.',
  edit: 'Abweichung',
  class: 'Klasse',
  page: 'S.',
  line: 'Z.',
  block: 'Block',
  box: 'Rahmen',
  suspect: (side) => `${side} ist eher falsch`,
  suspectKey: 'Das Kreuz steht bei der Lesart, die eher falsch ist, soweit die Texte selbst es verraten.',
  reasons: {
    repetition: 'ein Nachbar steht doppelt',
    hyphenation: 'eine Worttrennung ist stehen geblieben',
    'mixed-script': 'ein Buchstabe einer anderen Schrift steht im Wort',
    'stray-mark': 'ein Zeichen steht mitten im Wort',
    'unknown-word': 'sein Wort kommt sonst nirgends vor, das andere schon',
    'rare-character': 'ein seltenes Zeichen steht, wo ein häufiges ähnliches passt',
  },
  classes: {
    moved: {
      name: 'verschoben',
      short: 'versch',
      definition: 'Derselbe Text fehlt hier und steht anderswo.',
    },
    layout: { name: 'Satz', short: 'satz', definition: 'Anderer Leerraum, wo beide Texte welchen haben.' },
    linebreak: {
      name: 'Umbruch',
      short: 'umbr',
      definition: 'Ein Zeilen- oder Seitenumbruch im laufenden Text, nur auf einer Seite.',
    },
    hyphenation: {
      name: 'Trennung',
      short: 'trenn',
      definition: 'Ein Trennstrich im Wort, mit seinem Umbruch, wenn es einen gibt.',
    },
    spacing: { name: 'Leerzeichen', short: 'leer', definition: 'Ein Leerzeichen nur auf einer Seite.' },
    repetition: { name: 'Wiederholung', short: 'wdh', definition: 'Ein Nachbar, zweimal geschrieben.' },
    number: { name: 'Zahl', short: 'zahl', definition: 'Ziffern oder ihre Trennzeichen weichen ab.' },
    case: { name: 'Großschreibung', short: 'gross', definition: 'Große und kleine Buchstaben.' },
    width: { name: 'Breite', short: 'breit', definition: 'Volle und halbe Breite.' },
    script: { name: 'Schriftvariante', short: 'var', definition: 'Traditionelle und vereinfachte Zeichen.' },
    compatibility: {
      name: 'Zeichenform',
      short: 'form',
      definition: 'Ligaturen, langes s und andere Formen desselben Buchstabens.',
    },
    diacritic: {
      name: 'Diakritikum',
      short: 'diakr',
      definition: 'Derselbe Buchstabe mit und ohne Zeichen oder mit einem anderen.',
    },
    shape: { name: 'Gestalt', short: 'gest', definition: 'Zeichen, die einander ähnlich sehen.' },
    punctuation: {
      name: 'Satzzeichen',
      short: 'zeich',
      definition: 'Ein anderes Satzzeichen oder eines nur auf einer Seite.',
    },
    foreign: { name: 'fremde Schrift', short: 'fremd', definition: 'Ein Wort in einer anderen Schrift.' },
    omission: { name: 'Auslassung', short: 'ausl', definition: 'Text von B, der in A fehlt.' },
    insertion: { name: 'Zusatz', short: 'zus', definition: 'Text von A, der in B fehlt.' },
    other: { name: 'Sonstiges', short: 'sonst', definition: 'Jede andere Ersetzung.' },
  },
  classesTitle: 'Klassen',
  count: 'Abweichungen',
  touched: 'Zeichen',
  definition: 'Bedeutung',

  confidence: {
    title: 'Sicherheit der Texterkennung',
    hint: 'Wie oft Wörter falsch sind, nach der Sicherheit, mit der sie erkannt wurden, und wie oft sie es danach sein sollten.',
    confidence: 'Sicherheit',
    counted: 'Wörter',
    wrong: 'Falsch',
    share: 'Anteil falsch',
    expected: 'Anteil erwartet',
  },
  interval: (low, high) => `95 %: ${low} bis ${high}`,
  orderFree: {
    title: 'In beliebiger Reihenfolge',
    hint: 'Sind diese niedrig und die Raten oben hoch, so wurde alles gelesen, in falscher Reihenfolge.',
    lines: 'Zeilen, jede wo sie am besten passt',
    characters: 'Zeichen, ungeordnet',
    words: 'Wörter, ungeordnet',
  },

  uncovered: 'Außerhalb der Passagen',
  uncoveredHint:
    'Was keine Passage deckt: Text, den nur A oder nur B hat, oder der in beiden an verschiedenen Stellen steht.',

  rates: 'Fehlerraten',
  ratesHint:
    'A gemessen an B, in Einzelschritten: S ersetzt, D fehlt in A, I zu viel in A, von so vielen in B.',
  whole: 'Ganze Texte',
  inside: 'Innerhalb der Passagen',
  partInCommon: 'Der gemeinsame Teil',
  ignoring: {
    nothing: 'Alles zählt',
    wrapping: 'Jede Folge von Leerraum ist ein Leerzeichen',
    layout: 'Ohne Umbruch, Trennung, Leerzeichen',
    form: 'Gefaltet: auch ohne Großschreibung, Breite, Schriftvariante, Ligaturen, Satzzeichen',
  },
  tally: (substitutions, deletions, insertions, length) =>
    `S ${substitutions} · D ${deletions} · I ${insertions} von ${length}`,
  micro: 'Alle Paare als ein Text',
  macro: 'Mittel der Paare',

  byCharacter: 'Zeichen',
  byCharacterHint:
    'Welches Zeichen A für welches von B hat, einzeln gezählt; ähnlich aussehende stehen vorn.',
  codePoints: 'Codepunkte',
  confusions: 'Verwechslungen',
  confusionsHint: 'Was A schreibt, wo B etwas anderes schreibt, und wie oft.',
  examples: 'Beispiele',
  nothing: 'nichts',
  more: (count) => `und ${count} weitere, keine häufiger als diese`,
  sortBy: 'Sortieren nach',

  pairs: 'Paare',
  pair: 'Paar',
  relation: 'Verhältnis',
  coverageA: 'A gemeinsam',
  coverageB: 'B gemeinsam',
  unpaired: 'Ohne Gegenstück',
  unpairedHint: 'Diese Texte blieben außen vor: Sie zählen in keiner Zahl dieser Seite.',

  skip: 'Zu den Texten springen',
  previous: 'Vorige Abweichung',
  next: 'Nächste Abweichung',
  help: 'Tasten',
  close: 'Schließen',
  theme: 'Dunkel oder hell',
  keys: [
    ['n, j', 'nächste Abweichung'],
    ['p, k', 'vorige Abweichung'],
    ['x', 'von der Stelle im einen Text zum anderen Text'],
    ['l', 'Kürzel ein oder aus'],
    ['d', 'dunkel oder hell'],
    ['?', 'diese Liste'],
  ],
  announce: 'Abweichung {i} von {n}: {what}',
  position: '{i} von {n}',
  made: 'Erstellt von offprint. Diese Datei fragt nichts im Netz an.',
}
