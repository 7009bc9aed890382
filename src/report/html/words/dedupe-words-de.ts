import type { DedupeWords } from './dedupe-words.js'

const counted = (singular: string, plural: string) => (count: string, one: boolean) =>
  `${count} ${one ? singular : plural}`

/** The words of a deduplication's page in German. */
export const DEDUPE_GERMAN: DedupeWords = {
  report: 'Was als Dublette entfernt wurde',
  headline: (removed, documents, one) =>
    `${removed} von ${documents} ${one ? 'Dokument' : 'Dokumenten'} entfernt`,
  nothingRemoved: (documents, one) => `Nichts entfernt von ${documents} ${one ? 'Dokument' : 'Dokumenten'}`,
  skip: 'Zu den Paaren',
  keys: [
    ['n, j', 'nächstes Paar'],
    ['p, k', 'voriges Paar'],
    ['o', 'Paar öffnen oder schließen'],
    ['l', 'Kürzel ein oder aus'],
    ['d', 'dunkel oder hell'],
    ['?', 'diese Liste'],
  ],

  documents: counted('Dokument', 'Dokumente'),
  kept: 'behalten',
  removed: 'entfernt',
  tied: 'verbunden',
  tiedLong: 'behalten, obwohl mit einem anderen behaltenen verwandt',
  saved: 'aller Zeichen entfernt',
  rejectedCount: (count, one) => `${count} ${one ? 'Datensatz' : 'Datensätze'} nicht gelesen`,

  relations: 'Nach Beziehung',
  relationHead: 'Beziehung zum behaltenen',
  characters: 'Zeichen entfernt',
  relation: {
    duplicate: { name: 'Dublette', definition: 'Jedes der beiden deckt das andere ab.' },
    contained: { name: 'enthalten', definition: 'Das andere hat alles davon und mehr.' },
    contains: { name: 'enthält', definition: 'Es hat alles vom anderen und mehr.' },
    overlaps: { name: 'Überschneidung', definition: 'Sie teilen Passagen, und jedes hat eigenen Text.' },
    unrelated: { name: 'nicht verwandt', definition: 'Sie teilen keine Passage.' },
  },
  relationsHint: 'Jedes Dokument einmal, nach der stärksten seiner Beziehungen.',
  rule: (contained, coverage, identity) =>
    `Entfernt wird, wovon dem behaltenen Dokument nichts fehlt: eine Dublette oder ein Anfang, der mitten im Satz abbricht${contained ? ', auch was vollständig in einem längeren Dokument steht' : ''}${coverage && `; mindestens ${coverage} davon müssen im anderen stehen`}${identity && `; das Gemeinsame muss zu mindestens ${identity} gleich sein`}.`,
  ownRule: 'Entfernt wird, was eine eigene Regel des Aufrufers bestimmt.',
  inexact: (count, one) =>
    `${count} ${one ? 'Vergleich wurde' : 'Vergleiche wurden'} von einem Budget abgebrochen: Es kann mehr gemeinsam sein.`,
  estimates: (count, one) =>
    `${count} ${one ? 'Treffer ist eine Schätzung' : 'Treffer sind Schätzungen'}: Zum Vergleichen lag kein Text vor.`,
  caps: (count, one) =>
    `${count} ${one ? 'Eintrag fand' : 'Einträge fanden'} in vollen Fächern des Index keinen Platz: Eine Kopie eines sehr häufigen Textes kann übersehen sein.`,
  noLimits: 'Keine Grenze wurde erreicht: Alle Vergleiche sind vollständig.',

  histograms: 'Wie ähnlich',
  histogramsHint:
    'Entfernte Paare stehen über der Linie, verbundene hängen darunter. Die Höhe wächst mit der Wurzel der Anzahl. Was genau 100 % hat, steht rechts für sich.',
  similarity: 'Ähnlichkeit',
  similarityHint: 'Abdeckung mal Identität.',
  coverage: 'Abdeckung',
  coverageHint: 'Anteil des Dokuments, der im behaltenen steht.',
  identity: 'Identität',
  identityHint: 'Wie weit dieser Anteil gleich ist.',
  threshold: (value) => `Schwelle ${value}`,
  asTable: 'Die Zahlen als Tabelle',
  range: 'Wert',
  exactly: (value) => `genau ${value}`,
  fromTo: (from, to) => `${from} bis unter ${to}`,

  clusters: 'Größte Gruppen',
  noClusters: 'Kein Dokument fiel für ein anderes weg.',
  clustersHint: (count, listed) =>
    listed === ''
      ? `Gruppen: ${count}. Jede besteht aus einem behaltenen Dokument und allem, was dafür entfernt wurde; die Größe zählt das behaltene mit.`
      : `Die ${listed} größten von ${count} Gruppen. Jede besteht aus einem behaltenen Dokument und allem, was dafür entfernt wurde; die Größe zählt das behaltene mit.`,
  savedOf: (characters) => `${characters} Zeichen entfernt`,
  moreMembers: (count) => `und ${count} weitere`,
  nameless: 'ohne Namen',

  pairs: 'Paare zum Ansehen',
  noPairs: 'Kein Dokument ist mit einem anderen verwandt.',
  pairsAll: (count, one) => (one ? 'Das einzige Paar.' : `Alle ${count} Paare.`),
  pairsSome: (shown, all) =>
    `${shown} von ${all} Paaren: trotz geänderter Zahlen entfernte, nach Ermessen entfernte, wegen ein oder zwei Unterschieden behaltene, die unähnlichsten der größten Gruppen und eine Stichprobe der übrigen.`,
  show: 'Zeigen',
  onlyNumbers: 'nur mit geänderten Zahlen',
  onlyNear: 'nur knapp entschiedene',
  sort: 'Ordnung',
  sorts: {
    informative: 'Aufschlussreiche zuerst',
    similarity: 'Ähnliche zuerst',
    least: 'Unähnliche zuerst',
    numbers: 'Meiste geänderte Zahlen zuerst',
    lost: 'Meister verlorener Text zuerst',
    name: 'nach Namen',
  },
  openAll: 'Alle gezeigten öffnen',
  closeAll: 'Alle schließen',
  shown: '{i} von {n} gezeigt',
  noneShown: 'Kein Paar dieser Art.',
  why: {
    cluster: 'aus einer großen Gruppe',
    removed: 'Stichprobe der entfernten',
    tied: 'Stichprobe der verbundenen',
  },
  removedSide: 'Entfernt',
  keeperSide: 'Behalten',
  tiedSide: 'Behalten',
  otherSide: 'Verwandt, behalten',
  through: 'In derselben Gruppe entsprach es',
  seenBefore: 'früher gesehen',
  inKeeper: (share) => `${share} davon im anderen`,
  alike: (share) => `${share} gleich`,
  wordForWord: 'wortgleich',
  estimate: 'eine Schätzung',
  near: 'knapp entschieden',
  lost: (count, one) =>
    one
      ? `${count} Buchstabe oder Ziffer davon liegt außerhalb des Gemeinsamen.`
      : `${count} Buchstaben und Ziffern davon liegen außerhalb des Gemeinsamen.`,
  lostNothing: 'Jeder Buchstabe und jede Ziffer davon liegt im Gemeinsamen.',

  because: 'Entfernt:',
  keptBecause: 'Behalten:',
  reasons: {
    sentence: {
      equal: () => 'Nichts geht verloren: Die Texte sind gleich',
      'nothing-lost': (about) => `Nichts geht verloren${about && ` außer ${about}`}`,
      'broken-off': () =>
        'Nichts geht verloren: Es bricht mitten in einem Satz ab, der im behaltenen Dokument vollständig steht',
      'stands-whole': (about) =>
        `Nichts geht verloren${about && ` außer ${about}`}: Es steht vollständig im behaltenen Dokument`,
      chosen: () => 'Eine eigene Regel des Aufrufers bestimmt es so',
      content: (about) => about,
      longer: () => 'Es ist Teil eines längeren Dokuments',
      part: () => 'Im anderen steht nur ein Teil davon',
      coverage: () => 'Im anderen steht weniger davon als verlangt',
      identity: () => 'Das Gemeinsame ist weniger gleich als verlangt',
      estimate: () => 'Der Treffer ist eine Schätzung, und auf eine Schätzung hin wird nichts entfernt',
      'not-chosen': () => 'Eine eigene Regel des Aufrufers bestimmt es so',
    },
    // Each stands after außer, in the dative.
    notable: {
      headline: 'dem Wortlaut der Überschrift',
      byline: 'der Autorenzeile',
      reworded: 'einzelnen Formulierungen',
      noise: 'Lesefehlern',
      misread: 'Lesefehlern',
      slip: 'Lesefehlern',
      rounded: 'einer gerundeten Zahl',
      cut: 'einem abgeschnittenen Wort',
    },
    list: (names) =>
      names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} und ${names[names.length - 1]}`,
    instead: (own, other) => `${own} / ${other}`,
    quote: (text) => `„${text}“`,
    lacking: (own) => `im anderen fehlt ${own}`,
    onlyOne: (quotation) => `nur in einem von beiden steht ${quotation}`,
    more: (count) => (count === 1 ? 'und ein weiterer Unterschied' : `und ${count} weitere Unterschiede`),
    between: '; ',
  },
  ownReason: 'Eine eigene Regel des Aufrufers bestimmt es so',
  passageOf: (number, identity, moved) =>
    `Passage ${number}, zu ${identity} gleich${moved ? ', verschoben' : ''}`,
  fold: (count) => `${count} Zeichen auf beiden Seiten gleich`,
  left: (count) => `${count} weitere Zeichen dieses Paares sind nicht gezeigt.`,
  cut: (count) => `… ${count} Zeichen nicht gezeigt …`,
  noText: 'Die Texte lagen nicht vor.',
  noDifference: 'Kein Unterschied im Gemeinsamen.',

  rejects: 'Nicht gelesen',
  rejectsHint: 'Datensätze, die nicht gelesen werden konnten; der Lauf ging ohne sie weiter.',
  place: 'Stelle',
  message: 'Warum',
  moreRejects: (count) => `und ${count} weitere; die Liste der Zurückgewiesenen hat alle`,
}
