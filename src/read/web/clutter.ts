import type { PageElement } from '@mozilla/readability/JSDOMParser.js'
import { allBelow, measureProse, outermost, textLength } from './page-tree.js'

/**
 * What surrounds or interrupts a text is told by the names that pages give it. Names are parts of a class or an id, in lower
 * case: `commentList` and `comment_list` are `comment-list`.
 */
function named(...words: string[]): RegExp {
  return new RegExp(`(?:^|[ -])(?:${words.join('|')})(?=[ -]|$)`)
}

/** A box that asks for consent, by its own name or that of its maker. */
const CONSENT = named(
  'gdpr',
  'ccpa',
  'consent',
  'onetrust',
  'cmp',
  'cybot\\w*',
  'didomi',
  'usercentrics',
  'truste',
  'qc-cmp\\d?',
  'sp-message',
  'privacy-(?:banner|notice|box|popup|manager)',
)

/** Names of consent that are subjects: WordPress names the tags and the categories of an article in its class. */
const SUBJECT = /(?:^| )(?:tag|category|topic|section|post|page|type|term)-\S*/g

const COOKIES = named('cookies?\\w*')
const ABOUT_COOKIES = /cookie|куки|печиво|クッキー|쿠키|คุกกี้/i

/** What a box about cookies speaks of and a recipe does not. */
const ABOUT_PRIVACY =
  /privacy|consent|web ?site|\bsites?\b|browser|partner|advertis|datenschutz|zustimm|einwillig|webseite|confidential|navigateur|navegador|privacidad|sitio|navigazione|\bsito\b|witryn|stron[aęy]|сайт|プライバシー|サイト|사이트|개인정보|เว็บไซต์|隐私|網站|网站|隱私/i

/** Characters of the longest box about cookies that is told by its text. */
const LONGEST_BOX = 3000

const COMMENTS = named(
  'comments?',
  'comment-?(?:list|area|section|wrap(?:per)?|container|thread|block|body|form|box)',
  'comments-\\w+',
  'commentlist',
  'disqus\\w*',
  'respond',
  'livefyre',
  'kommentar\\w*',
  'comentarios?',
  'commentaires?',
  'commenti',
  'komentar\\w*',
  'otzyv\\w*',
  'discussions?',
  'repl(?:y|ies)',
  'responses?',
)

/** What says of an article that it may be commented on. */
const COMMENTED =
  /(?:^| )(?:comments?-(?:open|closed|enabled|disabled|count|link|off|on|status\S*)|(?:no|has|with)-comments?)(?= |$)/g

const CAPTION = named(
  'captions?',
  'figcaption',
  'bildunterschrift',
  'bildtext',
  'legende',
  'didascalia',
  'pie-de-foto',
  '(?:photo|image|img|picture|media)-?(?:credits?|copyright|source|description)',
)

const PROMOTION = named(
  'newsletter',
  'sign-?up',
  'subscribe\\w*',
  'subscription',
  'promo\\w*',
  'related\\w*',
  'recommend\\w*',
  'read-?(?:more|also|next)',
  'see-also',
  'more-(?:from|on|stories|news)',
  'most-(?:read|popular)',
  'trending',
  'teasers?\\w*',
  'outbrain',
  'taboola',
  'sponsored',
  'advert\\w*',
  'share(?!-)',
  'share-?(?:bar|buttons?|links?|tools?|this|icons?|list|box|widget)',
  'sharing',
  'social(?!-)',
  'social-?(?:bar|buttons?|links?|media|icons?|share|sharing)',
  'breadcrumbs?',
  'pagination',
  'tags?(?!-)',
  'author-?(?:bio|box|info)',
  'about-?author',
)

const BYLINE = named(
  'byline',
  'dateline',
  'author\\w*',
  'published\\w*',
  'timestamp',
  'date-?time',
  '(?:post|entry|article|story)-?(?:meta|date|info|author)',
  'meta',
)

/** Characters of what a name alone may remove: a longer element is a part of the page that happens to have the name. */
const LONGEST_CAPTION = 1000
const LONGEST_PROMOTION = 2000
const LONGEST_BYLINE = 150

/** Share of all text that one kind of clutter has at most. A page with more is about it: a gallery, a list of links. */
const MOST_CLUTTER = 0.35

/**
 * Clears a page of what is none of its text, before an extractor looks for it. Every pass names the kind of page it is for;
 * `npm run bench extract` says what each is worth. O(elements · depth).
 */
export function clearPage(body: PageElement): void {
  clearConsent(body)
  clearComments(body)
  plainAround(body)
  clearFrame(body)
  clearCaptions(body)
  clearPromotions(body)
  clearBylines(body)
}

/** The names of an element, in lower case and with hyphens. */
function namesOf(element: PageElement): string {
  return `${element.className} ${element.id}`
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/_+/g, '-')
    .toLowerCase()
    .trim()
}

/** Walls and banners of consent, which are longer than a short article. */
function clearConsent(body: PageElement): void {
  for (const element of allBelow(body)) {
    const names = namesOf(element).replace(SUBJECT, '')
    const isBox =
      CONSENT.test(names) || ((COOKIES.test(names) || hasButton(element)) && isAboutCookies(element))
    if (isBox && !isFrameOfText(element)) element.remove()
  }
}

function hasButton(element: PageElement): boolean {
  if (!/^(?:div|section|aside|form|dialog)$/.test(element.localName)) return false
  return allBelow(element).some(
    (below) =>
      below.localName === 'button' ||
      below.getAttribute('role') === 'button' ||
      below.getAttribute('href') === '#a',
  )
}

function isAboutCookies({ textContent }: PageElement): boolean {
  return (
    textContent.length < LONGEST_BOX && ABOUT_COOKIES.test(textContent) && ABOUT_PRIVACY.test(textContent)
  )
}

/** Whether an element is, or holds, what stands around a text of its own: it is no box. */
function isFrameOfText(element: PageElement): boolean {
  if (/^(?:body|main|article|h1)$/.test(element.localName)) return true
  return ['h1', 'main', 'article'].some((tag) => element.getElementsByTagName(tag).length > 0)
}

/** The comments of readers, also where each is an `<article>`. */
function clearComments(body: PageElement): void {
  for (const element of allBelow(body)) {
    const isComment =
      COMMENTS.test(namesOf(element).replace(COMMENTED, '')) ||
      element.getAttribute('itemprop') === 'comment' ||
      /schema\.org\/(?:User)?Comments?$/i.test(element.getAttribute('itemtype') ?? '')
    const holdsText = element.localName === 'main' || element.getElementsByTagName('h1').length > 0
    if (isComment && !holdsText) element.remove()
  }
}

/** The navigation and the foot of every page. */
function clearFrame(body: PageElement): void {
  const isFrame = (element: PageElement) =>
    /^(?:nav|footer)$/.test(element.localName) ||
    /^(?:navigation|contentinfo|search)$/.test(element.getAttribute('role') ?? '')
  for (const element of outermost(allBelow(body).filter(isFrame))) element.remove()
}

/** Captions and credits of pictures, unless the page is a gallery. */
function clearCaptions(body: PageElement): void {
  clearNamed(
    body,
    (element) =>
      element.localName === 'figcaption' ||
      (element.localName !== 'caption' && CAPTION.test(namesOf(element))),
    LONGEST_CAPTION,
  )
}

/** Newsletters, related stories, buttons to share, in the middle of an article. */
function clearPromotions(body: PageElement): void {
  clearNamed(body, (element) => PROMOTION.test(namesOf(element)), LONGEST_PROMOTION)
}

/** The line with author and date over an article. */
function clearBylines(body: PageElement): void {
  clearNamed(body, (element) => BYLINE.test(namesOf(element)), LONGEST_BYLINE)
}

/** Removes the elements that are meant and no longer than `longest`, unless the page is about them. */
function clearNamed(body: PageElement, isMeant: (element: PageElement) => boolean, longest: number): void {
  const found = outermost(
    allBelow(body).filter(
      (element) => isMeant(element) && !isFrameOfText(element) && textLength(element) <= longest,
    ),
  )
  removeClutter(found, body)
}

/** Removes elements unless they hold more than `MOST_CLUTTER` of all text: then they are what the page is about. */
function removeClutter(elements: readonly PageElement[], body: PageElement): void {
  const length = elements.reduce((sum, element) => sum + textLength(element), 0)
  if (length <= MOST_CLUTTER * textLength(body)) for (const element of elements) element.remove()
}

/** Characters of the shortest text for which an element is taken that is not meant for one: two sentences. */
const SHORTEST_TEXT = 200

/** Elements in which Readability looks for no text. */
const ASIDE = /^(?:aside|header|footer|nav|form|menu|fieldset)$/

/** Roles and names that Readability counts against an element. */
const ASIDE_ROLE = /^(?:menu|menubar|complementary|navigation|alert|alertdialog|dialog)$/
const ASIDE_NAMES =
  /-ad-|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|hid|legends|masthead|media|menu|meta|modal|pager|pagination|popup|promo|related|remark|replies|rss|scroll|share|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|tags|widget|aside/

/**
 * Makes plain divisions of the elements that hold most of the text of a page: there are templates that put it into
 * `<aside>`, `<form>`, `<header>`, a role or a class of a sidebar.
 */
function plainAround(body: PageElement): void {
  const prose = measureProse(body)
  const most = Math.max(SHORTEST_TEXT, prose.get(body)! / 2)
  for (const element of allBelow(body)) {
    if (prose.get(element)! < most) continue
    if (ASIDE.test(element.localName)) {
      element.localName = 'div'
      element.tagName = 'DIV'
    }
    if (ASIDE_ROLE.test(element.getAttribute('role') ?? '')) element.setAttribute('role', '')
    if (ASIDE_NAMES.test(element.className.toLowerCase())) element.setAttribute('class', '')
    if (ASIDE_NAMES.test(element.id.toLowerCase())) element.setAttribute('id', '')
  }
}

/** Takes out of an article the paragraphs that only lead to another: “Read more: …”, and the linked headline alone. */
export function clearTeasers(article: PageElement): void {
  removeClutter(outermost(allBelow(article).filter(isTeaser)), article)
}

/** Characters of a paragraph that leads elsewhere, and of the label before its link. A linked name alone is shorter. */
const SHORTEST_TEASER = 12
const LONGEST_TEASER = 250
const LONGEST_LABEL = 30

function isTeaser(element: PageElement): boolean {
  const { localName } = element
  if (!/^(?:p|div|h[2-6]|li)$/.test(localName)) return false
  const text = element.textContent.replace(/\s+/g, ' ').trim()
  if (text.length < SHORTEST_TEASER || text.length > LONGEST_TEASER || /[.!?。！？।]$/.test(text))
    return false
  const links = element.getElementsByTagName('a')
  if (links.length === 0 || links.length > 5) return false
  let label = text
  for (const link of links) label = label.replace(link.textContent.replace(/\s+/g, ' ').trim(), '')
  label = label.trim()
  // The items of a list of links, and addresses, are content.
  if (label === '') return /^(?:p|h[2-6])$/.test(localName) && !text.includes('://')
  return label.length <= LONGEST_LABEL && label.length < text.length / 2 && /[:：»>|]$/.test(label)
}
